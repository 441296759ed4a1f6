#!/usr/bin/env bash
# Builds the package into a fresh virtual environment and tests it there. Needs
# Python 3.9 or newer, pip and cargo.
#
# What only some tests need (pandas, polars, duckdb, spaCy) may be missing: then
# this says so, and fails unless GAZTAG_CI_PARTIAL=1 allows it.
#
#   python/ci.sh              the wheel as it is shipped
#   python/ci.sh --quick      the same, built in less time
#   … --clusters              with Spark (needs Java), Dask and Ray, too
set -euo pipefail
cd "$(dirname "$0")"
work=${GAZTAG_CI_FOLDER:-../target/python}
mkdir -p "$work"
work=$(cd "$work" && pwd)

say() { printf '\n== %s\n' "$*"; }

say "environment"
[ -x "$work/venv/bin/python" ] || python3 -m venv "$work/venv"
pip() { "$work/venv/bin/python" -m pip --disable-pip-version-check -q "$@"; }
pip install 'maturin[zig]>=1.9,<2' pytest mypy pyarrow
wanted=(pandas polars duckdb spacy) profile=(--profile wheel --compression-level 9 --zig) missing=()
for option in "$@"; do
    case $option in
        --quick) profile=(--profile quick) ;;
        --clusters) wanted+=(pyspark dask ray) ;;
        *) echo "unknown: $option" >&2; exit 2 ;;
    esac
done
for package in "${wanted[@]}"; do
    pip install "$package" || missing+=("$package")
done

say "wheel"
rm -rf "$work/wheels"
PATH="$work/venv/bin:$PATH" maturin build "${profile[@]}" --out "$work/wheels"
ls -l "$work/wheels"
if [ "${profile[1]}" = wheel ]; then
    # For Linux from 2014 on, and small.
    [ "$(uname)" != Linux ] || ls "$work"/wheels/*manylinux2014*.whl
    test "$(wc -c < "$(ls "$work"/wheels/*.whl)")" -lt 10000000
fi
pip install --force-reinstall --no-deps "$work"/wheels/*.whl

say "tests"
# Not from a folder that has gaztag's source in it: the installed one counts.
cd tests
"$work/venv/bin/python" -m pytest -q -rs .
"$work/venv/bin/python" -m pytest -q --doctest-modules --doctest-ignore-import-errors --pyargs gaztag \
    --ignore-glob='*spark*' --ignore-glob='*spacy*' --ignore-glob='*__main__*'

say "stubs"
"$work/venv/bin/python" -m mypy.stubtest gaztag._gaztag --allowlist stubtest.txt
"$work/venv/bin/python" -m mypy --ignore-missing-imports -p gaztag

say "command"
"$work/venv/bin/gaztag" annotate ../../seeds -o "$work/rows.csv"
test "$(wc -l < "$work/rows.csv")" -gt 100

if [ ${#missing[@]} -gt 0 ]; then
    echo "NOT TESTED, could not be installed: ${missing[*]}" >&2
    [ "${GAZTAG_CI_PARTIAL:-}" = 1 ] || exit 1
fi
say "all is well"
