"""Names and web addresses that look like others: "samaritans.org" with a Cyrillic "a",
"mind.org.uk" with a dotless "i", "rnind.org.uk" with "rn" for "m".

A skeleton is what the eye keeps of a text. Two texts that differ but have one skeleton can be
taken for each other; that one text mixes alphabets is a weaker sign and not needed for it.
"""

import json
import unicodedata
from functools import cache, lru_cache

from directory.listings.seed_files import seed_file
from directory.listings.text import clean_line


@lru_cache(maxsize=4096)
def skeleton(text: str) -> str:
    """What the text looks like: compare it with other skeletons only, never show it."""
    letters, pairs = _tables()
    bare = clean_line(text).translate(letters)
    if not bare.isascii():
        seen = unicodedata.normalize("NFKD", bare)
        bare = "".join(c for c in seen if not unicodedata.combining(c))
    # Twice: capital letters may have hidden their likeness until they were folded.
    looks = bare.casefold().translate(letters)
    for pair, single in pairs.items():
        looks = looks.replace(pair, single)
    return " ".join(looks.split())


def looks_like(one: str, other: str) -> bool:
    """Can these two different texts be taken for each other? Case alone is no difference."""
    same = clean_line(one).casefold() == clean_line(other).casefold()
    return not same and skeleton(one) == skeleton(other)


def like(text: str) -> str:
    """A pattern of SQL's LIKE that finds the plain Latin texts with this one's skeleton, and some
    others: `plain_steps` tells them apart."""
    letters, pairs = _tables()
    single = {shown for code, shown in letters.items() if code < 128}
    marks = dict.fromkeys(pairs.values(), "%") | dict.fromkeys(single - set(pairs.values()), "_")
    return "".join(marks.get(c, c if c.isalnum() else "%") for c in skeleton(text))


def plain_steps() -> list[tuple[str, str]]:
    """What to replace, in order, in a plain Latin text in small letters to get its skeleton."""
    letters, pairs = _tables()
    single = [(chr(code), shown) for code, shown in letters.items() if code < 128]
    return [(one, shown) for one, shown in single if one == one.lower()] + list(pairs.items())


def mixed_alphabets(text: str) -> bool:
    """Do Latin letters stand beside Cyrillic or Greek ones inside one word?"""
    for word in text.split():
        names = {unicodedata.name(c, "").split(" ")[0] for c in word if c.isalpha()}
        if "LATIN" in names and names & {"CYRILLIC", "GREEK", "ARMENIAN"}:
            return True
    return False


@cache
def _tables() -> tuple[dict[int, str], dict[str, str]]:
    data = json.loads(seed_file("rules", "confusables.json"))
    letters = {ord(c): shown for shown, alike in data["letters"].items() for c in alike}
    # As they look when their letters were exchanged: "cl" is "ci" by then.
    pairs = {pair.translate(letters): single for pair, single in data["pairs"].items()}
    return letters, pairs
