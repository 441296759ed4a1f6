"""What the tests share."""

import pathlib
import subprocess
import sys

import pytest

import gaztag

SEEDS = pathlib.Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def tagger():
    return gaztag.Tagger()


@pytest.fixture(scope="session")
def seeds():
    """The samples, by name."""
    return {path.name: path.read_bytes().decode() for path in sorted(SEEDS.glob("*.txt"))}


def command(*arguments, **options):
    """The command line, as the wheel brings it."""
    return subprocess.run([sys.executable, "-m", "gaztag", *map(str, arguments)], capture_output=True, **options)
