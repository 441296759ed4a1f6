"""Which place names stand alone, which need support, and which stay out.

Three of four raw hits on city names in news are wrong: common words, given
names, surnames. A large city wins over them, a small one does not.
"""

from text_forms import ascii_form

ACCEPT, CONTEXT, PART, DROP = "accept", "context", "part", "drop"

WORLD_CITY = 1_000_000
LARGE_CITY = 100_000
TOWN = 30_000
# Of a country, a state or a river: chosen only where the text speaks for it.
NAMESAKE = 10_000
SHORTEST_NAME = 4
PEOPLES = frozenset(
    "Apache Arab Aztec Bantu Berber Cherokee Chinese Chippewa Choctaw Comanche Cossack"
    " Danish Dutch English Finnish Flemish French German Greek Hindu Hopi Indian Irish"
    " Iroquois Israeli Italian Japanese Jewish Kurd Malay Maori Mohawk Mohican Muslim"
    " Navajo Pashtun Pawnee Polish Roman Russian Saxon Scot Seminole Serb Shawnee Sikh"
    " Sioux Slav Somali Spanish Swedish Swiss Tamil Tartar Thai Turk Ute Welsh Yoruba"
    " Zulu".split()
)
NAMES_OF_PEOPLE = ("surname", "first name", "given name", "a person of history")
SAINTS = frozenset(["Saint", "St", "St.", "Sainte", "Ste."])


class Judge:
    """Decides by exceptions first, then by general rules."""

    def __init__(self, exceptions, words, given, surnames, rare, reserved):
        self.exceptions = {row["name"]: row["action"] for row in exceptions}
        self.reasons = {row["name"]: row["reason"] for row in exceptions}
        self.words, self.given, self.surnames = words, given, surnames
        self.rare, self.reserved = rare, reserved

    def verdict(self, name, population, capital=False, canonical=True):
        """What becomes of a city or region name.

        `reserved` names belong to countries and great regions; their namesakes
        are records that a text may speak for.
        """
        if name in self.exceptions:
            return self.exceptions[name]
        if capital:
            return ACCEPT
        if name in PEOPLES:
            return DROP
        if name in self.reserved:
            return by_size(population, NAMESAKE, NAMESAKE)
        parts = ascii_form(name).replace("-", " ").split()
        if len(parts) == 1:
            return self.single(ascii_form(name), population)
        return self.compound(parts, population)

    def single(self, name, population):
        """The verdict on a name of one word."""
        if len(name) < SHORTEST_NAME:
            return DROP
        if name.lower() in self.words:
            return CONTEXT if population >= LARGE_CITY else DROP
        if name in self.given:
            return by_size(population, WORLD_CITY, LARGE_CITY)
        if name in self.surnames:
            return by_size(population, WORLD_CITY, TOWN)
        if name.lower() in self.rare:
            return by_size(population, LARGE_CITY, 0)
        return ACCEPT

    def is_namesake_of_people(self, name):
        """Whether a dropped name may still be a town where its neighbours are named: a surname or words."""
        reason = self.reasons.get(name, "")
        by_hand = name in self.reasons and not reason.startswith(NAMES_OF_PEOPLE)
        is_name = name.isascii() and name.replace(" ", "").isalpha() and len(name) >= SHORTEST_NAME
        return is_name and not by_hand and name not in PEOPLES

    def is_plain(self, form):
        """Whether a spelling is neither a word, nor a person's name, nor too short."""
        known = form.lower() in self.words or form in self.given or form in self.surnames
        return len(form) >= SHORTEST_NAME and not known

    def compound(self, parts, population):
        """The verdict on a name of several words."""
        if parts[0] in self.given and parts[-1] in self.surnames | self.given:
            return by_size(population, LARGE_CITY * 5, LARGE_CITY)
        if parts[0] in SAINTS and parts[1] in self.given:
            return by_size(population, LARGE_CITY, 0)
        if all(part.lower() in self.words for part in parts):
            return by_size(population, TOWN, TOWN)
        return ACCEPT


def by_size(population, accepted_from, context_from):
    """Large places are accepted, those of middle size need support."""
    if population >= accepted_from:
        return ACCEPT
    return CONTEXT if population >= context_from else DROP
