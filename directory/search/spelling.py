"""British and American spellings made one, on both sides: in the index and in what is asked.

The result need not be a word anybody writes; it only has to be the same for both spellings.
Words here are folded already (lower case, no accents).
"""

import re

# Whole words whose spellings differ in no regular way.
_WORDS = {
    "ageing": "aging",
    "aluminium": "aluminum",
    "catalogue": "catalog",
    "cheque": "check",
    "cosy": "cozy",
    "defence": "defense",
    "dialogue": "dialog",
    "enrol": "enroll",
    "enrolment": "enrollment",
    "fulfil": "fulfill",
    "grey": "gray",
    "instalment": "installment",
    "jewellery": "jewelry",
    "judgement": "judgment",
    "licence": "license",
    "manoeuvre": "maneuver",
    "offence": "offense",
    "practise": "practice",
    "practised": "practiced",
    "practising": "practicing",
    "programme": "program",
    "programmes": "programs",
    "pyjamas": "pajamas",
    "sceptic": "skeptic",
    "sceptical": "skeptical",
    "skilful": "skillful",
    "storey": "story",
    "tyre": "tire",
    "whilst": "while",
    "yoghurt": "yogurt",
}

# Stems in -our that Americans write -or; what follows them stays (behavioural, neighbourhood).
_OUR = re.compile(
    r"^((?:mis)?behavi|neighb|col|fav|hon|lab|rum|hum|vap|harb|parl|sav|fl?av|endeav|vig|rig|splend"
    r"|cand|clam|od|arm|ard|tum)our"
)
# -ise, -yse: the letters before must be a stem that really has both spellings.
_ISE = re.compile(r"^(\w{3,}?)is(e|ed|es|er|ers|ing|ation|ations|ational)$")
_ISE_ONLY = re.compile(
    r"(?:adv|superv|rev|dev|improv|telev|exerc|surpr|compr|prom|prem|prec|conc|expert|enterpr"
    r"|franch|compromis|comprom|merchand|disgu|parad|desp|dem|advert|treat|otherw|likew|clockw"
    r"|apprais|appra|ra|pra|no|po|bru|cru|cho|wa|ca|pa|mo|mal|tortoi|porpoi|turquoi|rejo|vo|vert"
    r"|chem|anarch|promisc|excis|exc|inc|circumc|exorc|upr|ar|ear|warr|sunr)$"
)
_YSE = re.compile(r"^(\w*(?:anal|paral|catal|dial))ys(e|ed|es|er|ers|ing)$")
# A doubled l before an ending, where Americans double only after a stressed syllable.
_DOUBLE_L = re.compile(
    r"^(\w*(?:couns|trav|canc|lab|mod|sign|fu|que|du|cha|equ|tota|riva|dia|mars|quarr|reve|unrave"
    r"|leve|bow|shov|funne|tunne|channe|panne|grove|tramme|wool)[aeo]?l)l(ed|ing|er|ers|or|ors|y)$"
)
_RE = re.compile(
    r"^(cent|theat|met|lit|fib|calib|spect|lust|somb|meag|kilomet|millimet|centimet)re(s|d)?$"
)
_AE = re.compile(r"^(an|leuk|h|p|gyn|orthop|enc|di)ae(?=[a-z]{3})")
_OE = re.compile(r"^(oe)(?=[dst][a-z]{3})|(?<=^di)arrhoe|^foet|^homoeo|^oestr")


def one_spelling(word: str) -> str:
    """The spelling both sides of the Atlantic are kept under."""
    known = _WORDS.get(word)
    if known is not None:
        return known
    if len(word) < 5:
        return word
    word = _OUR.sub(r"\1or", word)
    if (found := _ISE.match(word)) and not _ISE_ONLY.match(found[1]):
        return f"{found[1]}iz{found[2]}"
    word = _YSE.sub(r"\1yz\2", word)
    word = _DOUBLE_L.sub(r"\1\2", word)
    word = _RE.sub(r"\1er\2", word)
    word = _AE.sub(r"\1e", word)
    return _OE.sub(_short_oe, word)


def _short_oe(found: re.Match[str]) -> str:
    return {"oe": "e", "arrhoe": "arrhe", "foet": "fet", "homoeo": "homeo", "oestr": "estr"}[
        found[0]
    ]
