"""How names are compared, and the further spellings that news uses for them."""

import re
import unicodedata

# Letters that Unicode does not decompose into a base letter and an accent.
BASE_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d",
        "Ð": "D", "þ": "th", "Þ": "Th", "ß": "ss", "æ": "ae", "Æ": "Ae",
        "œ": "oe", "Œ": "Oe", "ı": "i", "ə": "a", "Ə": "A", "ħ": "h", "Ħ": "H",
    }
)
QUOTES = re.compile("[‘’‛ʻʼʽʾʿ`´ʹ]")
DASHES = re.compile("[‐‑‒–—−]")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
LONG_AND_SHORT = [
    ("Saint ", "St. "), ("Saint ", "St "), ("Sainte ", "Ste. "),
    ("Fort ", "Ft. "), ("Mount ", "Mt. "), ("Port St. ", "Port Saint "),
]


def fold(name):
    """The form in which two spellings count as one name, case kept."""
    name = DASHES.sub("-", QUOTES.sub("'", unicodedata.normalize("NFC", name)))
    return " ".join(name.replace("&", "and").split())


def ascii_form(name):
    """The name as an English keyboard writes it: `São Paulo` -> `Sao Paulo`."""
    letters = unicodedata.normalize("NFD", name.translate(BASE_LETTERS))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return QUOTES.sub("'", plain)


def without_marks(name):
    """The ASCII form without the apostrophes of transliterations: `Darʻā` -> `Dara`."""
    return " ".join(re.sub(r"(?<!^d)(?<![ -]d)'", "", ascii_form(name)).split())


def german_form(name):
    """`Düsseldorf` -> `Duesseldorf`, as agencies without umlauts write it."""
    return name.translate(UMLAUTS)


def saint_forms(name):
    """`St. Louis` -> `Saint Louis`, `St Louis`; `Fort Worth` -> `Ft. Worth`; and back."""
    forms = []
    for long_form, short_form in LONG_AND_SHORT:
        if name.startswith(long_form):
            forms.append(short_form + name[len(long_form):])
        elif name.startswith(short_form):
            forms.append(long_form + name[len(short_form):])
    if name.startswith("St. "):
        forms.append("St " + name[4:])
    return forms


def spellings(name, german=False):
    """Every further spelling of a name that is worth a row's alias."""
    forms = [name, ascii_form(name)]
    if german:
        forms.append(german_form(name))
    forms += [other for form in list(forms) for other in saint_forms(form)]
    return distinct(forms, {fold(name)})


def distinct(forms, seen):
    """The forms whose fold was not seen yet, in order; `seen` is extended."""
    kept = []
    for form in forms:
        if form and fold(form) not in seen:
            seen.add(fold(form))
            kept.append(form)
    return kept
