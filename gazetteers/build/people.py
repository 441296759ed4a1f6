"""people/*.csv: given names and surnames, cues that are never reported."""

from text_forms import fold

COLUMNS = ["name", "role"]
# Shares of the population in percent, from the 1990 census: rarer names block
# more places than they guard persons.
LEAST_GIVEN = 0.004
LEAST_SURNAME = 0.011
LEAST_RARE = 0.001


def given(packages):
    """Frequent first names of the US Census, both sexes."""
    shares = {}
    for table in ("male.first", "female.first"):
        for name, share in packages.census(table):
            shares[name] = max(share, shares.get(name, 0))
    return {name for name, share in shares.items() if share >= LEAST_GIVEN and len(name) > 1}


def surnames(packages):
    """Frequent surnames of the US Census."""
    return {name for name, share in packages.census("all.last") if share >= LEAST_SURNAME}


def rare_names(packages):
    """Rare names of the US Census, in small letters: the census writes MCMILLAN."""
    tables = ("male.first", "female.first", "all.last")
    return {name.lower() for t in tables for name, share in packages.census(t) if share >= LEAST_RARE}


def rows(names, role, but):
    """One row a name."""
    known = {fold(name) for name in but}
    for name in sorted(names):
        if fold(name) not in known:
            yield {"name": name, "role": role}
