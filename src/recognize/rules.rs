//! The rules by name: what the `rule` column says, each with an example.

/// A rule: its name, what it does, an example with what it finds in brackets.
#[derive(Clone, Copy, Debug)]
pub struct RuleInfo {
    /// The name, as the `rule` column and `explain` show it; a part after a
    /// colon names the row or the cue.
    pub name: &'static str,
    /// What the rule says.
    pub what: &'static str,
    /// An example.
    pub example: &'static str,
}

const fn rule(name: &'static str, what: &'static str, example: &'static str) -> RuleInfo {
    RuleInfo { name, what, example }
}

/// The rules for names, in the order in which they see a text.
pub const NAME_RULES: &[RuleInfo] = &[
    rule("list", "a row of a list", "a plant in [Shanghai]"),
    rule("suffix", "a legal form ends a company's name", "[Zorblax Paints Co., Ltd.]"),
    rule("head", "a head noun ends a name", "the [Velmora Medical Association]"),
    rule("opener", "an opener begins a name", "the [Ministry of Fisheries and Forestry]"),
    rule("street", "a street or a road by its name or number", "on [Oak Street]; along [Highway 19]"),
    rule("partners", "an ampersand joins names", "[Brackwell & Thorne]"),
    rule("branch", "a place in brackets inside a name", "[Zorblax (Shanghai) Metal Works]"),
    rule("call-sign", "four capitals from W or K: a station of the United States", "[WVEL-TV] shows films"),
    rule("person", "a person takes the words", "Paris Hilton: no place"),
    rule("code", "a postal code of a state or province behind a town", "in Detroit, [MI] 48226"),
    rule("context", "a row with match=context that the text supports", "in [Tyler], Texas"),
    rule(
        "guard:unsupported",
        "a known organization that nothing in the text vouches for; a verb of firms, a possessive or a word like shares would",
        "green apple: Apple",
    ),
    rule("cue:dateline", "the agency of a dateline", "OSLO, May 2 ([NTB]) --"),
    rule("cue:region after", "a region follows after a comma", "[Velmora], Ohio"),
    rule("cue:route", "between two places", "from [Velmora] to Dresden"),
    rule("cue:places", "in a row of places", "Dresden, [Velmora] and Bonn"),
    rule("cue:at", "behind at, where nothing else is known of it", "buried at [Velmora]"),
    rule("cue:acronym", "unknown capitals that speak, own or do", "[QZV] said; sold by [QZV]"),
    rule("cue:kind after", "what it is follows", "[Zorblax], a maker of paint"),
    rule("cue:kind before", "what it is stands before", "the paint maker [Zorblax]"),
    rule("cue:kind next", "what it is stands behind it, after an article", "the [Zorblax] oil company"),
    rule("cue:party", "the party of a member, before the seat", "Halvor Venn ([QZV]-Velmora)"),
    rule("cue:before", "words before tell the kind", "shares of [Zorblax]; north of [Velmora]"),
    rule("cue:after", "words after tell the kind", "[Zorblax] shareholders; [Velmora] residents"),
    rule("cue:stock", "profits or shareholders, or jobs that it cuts: a firm", "[Velmora]'s profit fell"),
    rule("cue:hyphens", "a name that says where a town lies", "[Orrin-upon-Velm]"),
    rule("cue:row", "between two organizations", "Siemens, [Zorblax] and Bayer"),
    rule("short-form", "a shorter form of a name of the text", "Zorblax Paints Ltd … [Zorblax]"),
    rule(
        "defined",
        "a form that the text defines behind the name, from there on",
        "Velmora Life Ltd (“Velmora”) … [Velmora]",
    ),
    rule("variant", "another spelling of a name of the text", "Department of Fisheries … [Fisheries Department]"),
    rule("acronym", "the letters of a name of the text", "Velmora Medical Association (VMA) … [VMA]"),
    rule(
        "sports:table",
        "in a text of sports: a city in a line of results, or before a score, is a club",
        "[Boston] 5, [Denver] 3",
    ),
    rule("sports:unlisted", "in a text of sports: an unknown name in a line of results", "[Zorvale Rovers] 2 [Velm] 1"),
    rule("sports:club", "in a text of sports: a city that is a club in another line", "[Boston] led the table"),
    rule("sports:report", "in a text of sports: a city beside a word of results", "[Boston] beat [Denver] 3-1"),
    rule("sports:player", "in any text: a city that somebody plays for", "she played for [Boston] until 1990"),
    rule("guard:currency", "a country code at a dollar sign is none", "US$5"),
    rule("guard:blocked", "a row with match=never", "R&D"),
    rule("guard:title of a work", "title case in quotation marks", "“Last Train to Velmora”"),
    rule("guard:person", "a person behind a title, or who speaks", "Mr. Jordan"),
    rule("guard:capitals", "a small word in a line in capitals", "WHO WILL PAY?"),
    rule(
        "guard:headline",
        "a name put together in a headline in title case, which the text does not have elsewhere",
        "Velmora Council Approves Park",
    ),
    rule(
        "guard:common noun",
        "a name put together that the text has in small letters too",
        "the Share Purchase Program; a share purchase program",
    ),
    rule("guard:portfolio", "what somebody's office is for", "the Minister for Hill Resources"),
    rule(
        "guard:defined",
        "another reading of a form that the text defines",
        "Oxford Life Ltd (“Oxford”): no city; the Fair Trade Act (FTA): no listed body",
    ),
    rule(
        "guard:surname",
        "the surname of a person of the text, where nothing tells of a place",
        "Anna Paris left. Paris was tired.",
    ),
    rule("guard:citation", "a state in a citation of law", "212 Mass. 88; N.D. Ill."),
    rule("guard:degree", "letters behind a name that are a degree", "Halvor Venn, D.C., treats backs"),
    rule("guard:era", "B.C. after a number", "2000 B.C."),
    rule("guard:road", "a highway by its number", "along Ohio 9"),
    rule("guard:compound", "a part of a hyphenated name", "Bristol-Myers"),
    rule("guard:longer", "a town that begins a longer name", "Velmora Rovers"),
    rule("guard:surname before", "a town after a surname is a given name", "Ding Yining"),
    rule("guard:firm", "a town that is read as a firm", "shares of Velmora fell: no place"),
    rule("guard:club", "in a text of sports: a city that is read as its club", "Boston 5, Denver 3: no places"),
    rule(
        "guard:other language",
        "a common word of the language that the text is in",
        "Auch das ist so: no town of Auch",
    ),
    rule(
        "guard:own list",
        "what is silent or shipped where a row of the user's own stands",
        "the Zorvex Marathon: [Zorvex]",
    ),
    rule(
        "guard:divided",
        "a row of the user's own in Chinese across the edges of words, or inside one",
        "中华人民: no 华人",
    ),
    rule("guard:other record", "another record of the same place name", "Paris, Texas: not the one in France"),
];

/// The rules for amounts of money: what tells the currency, and what speaks
/// against an amount.
pub const MONEY_RULES: &[RuleInfo] = &[
    rule("money:symbol", "a sign or an abbreviation states the currency", "[€8m]"),
    rule("money:code", "an ISO code states it", "[CHF 19]"),
    rule("money:word", "a word states it", "[9 Danish kroner]"),
    rule("money:minor", "the name of a coin states it", "[35p]"),
    rule("money:declared", "said of all amounts of the text", "All prices in US dollars. Adults [$45]"),
    rule("money:place", "places of the sentence or the text show it", "a Sydney company raised [$5 million]"),
    rule("money:inferred", "other amounts of the text show it", "[C$9] … [$5]"),
    rule("money:scaled", "a heading of the table scales the figure", "(in thousands) … [$ 5,310]"),
    rule("money:default", "what English news means, or what was asked for", "[$38]"),
    rule("money:open", "nothing decides it", "[400 pesos]"),
    rule("guard:word", "a currency word that is another word here", "2 real problems"),
    rule("guard:weight", "a pound or a carat of weight", "a 60-pound suitcase"),
    rule("guard:percent", "per cent of something", "up $3%"),
    rule("guard:year", "prices of a year", "in 2024 euros"),
    rule("guard:object", "things, not an amount", "three dollar bills"),
    rule("guard:vague", "no amount is meant", "a million-dollar view"),
    rule("guard:code", "an argument of a program", "$1 in a script"),
    rule("guard:label", "the figure belongs to the word before it", "page 5 cents"),
    rule("guard:ratio", "the second half of a ratio", "USD/JPY 149.20"),
    rule("guard:time", "a time of day", "8p ET"),
    rule("guard:address", "the number of a house", "1020 Bolivar Road"),
    rule("guard:figure", "a figure read wrongly from a picture", "$1,OOO"),
    rule("guard:phrase", "a set phrase", "two cents' worth"),
];
