"""Names and web addresses that look like others: "samaritans.org" with a Cyrillic "a",
"mind.org.uk" with a dotless "i", "rnind.org.uk" with "rn" for "m".

A skeleton is what the eye keeps of a text. Two texts that differ but have one skeleton can be
taken for each other; that one text mixes alphabets is a weaker sign and not needed for it.
"""

import json
import unicodedata
from functools import cache

from directory.listings.seed_files import seed_file
from directory.listings.text import clean_line


def skeleton(text: str) -> str:
    """What the text looks like: compare it with other skeletons only, never show it."""
    letters, pairs = _tables()
    seen = unicodedata.normalize("NFKD", clean_line(text).translate(letters))
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
    pairs: dict[str, str] = data["pairs"]
    return letters, pairs
