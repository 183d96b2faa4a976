"""Names as they are recognised in a question and suggested by their beginnings, the same for every
engine."""

import hashlib
import re

from directory.search.analysis import fold, words

NAME_KEY = 24  # bytes of a name that decide where it stands in a list
STARTS_A_NAME = 5  # words of a name by whose beginning it is suggested


def name_hash(name: str) -> int:
    """Names that are written with the same words have the same number."""
    return words_hash(words(name))


def words_hash(said: list[str]) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(said).encode(), digest_size=8).digest(), "big")


_GAP = re.compile(r"[\W_]+")


def beginnings(name: str) -> list[bytes]:
    """The name from each of its first words on: how it may be begun in a search box."""
    parts = [part for part in _GAP.split(fold(name).replace("'", "")) if part]
    return [
        " ".join(parts[at:]).encode()[:NAME_KEY] for at in range(min(len(parts), STARTS_A_NAME))
    ]
