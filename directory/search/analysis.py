"""From text to words and stems: the one way for documents, questions and every engine.

A *word* is folded (NFKC, lower case, no accents, one apostrophe rule, one spelling); a *stem* is
what is left of a word by the rules of its language, and a *term* what a word is filed under. Change
anything that alters one of them and raise `VERSION`: indexes of another stamp are rebuilt.
"""

# ruff: noqa: RUF001 - the look-alike signs below are the subject

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import Stemmer

from directory.search.spelling import one_spelling
from directory.search.stopwords import is_stop_word

VERSION = 2
MAX_WORD = 64  # letters; longer is cut off, both when indexing and when asking

# PyStemmer, named: snowballstemmer gives the same stems forty times slower and would turn into
# this one unasked. Other languages are matched word by word.
_STEMMERS = {"en": "english", "es": "spanish", "fr": "french", "de": "german", "pt": "portuguese"}
STAMP = f"analysis-{VERSION}-pystemmer-{Stemmer.version()}"

# Letters that Unicode does not take apart into a base and a mark.
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th",
                          "ı": "i", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'",
                          "‐": "-", "‑": "-", "_": " ", "\u00ad": None, "\u200d": None,
                          "\u200b": None})  # fmt: skip
_PIECE = re.compile(
    r"(?:\w\.){2,}\w?(?!\w)"  # A.A., n.a.
    r"|\d+/\d+"  # 24/7
    r"|\w+(?:['-]\w+)*"
)
# Scripts written without spaces: pairs of neighbouring signs stand for words.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


def fold(text: str) -> str:
    """Lower case without accents. `Mañana` and `manana` become the same."""
    if text.isascii():
        return text.lower().replace("_", " ").replace("`", "'")
    text = unicodedata.normalize("NFKC", text).translate(_LETTERS).casefold()
    text = unicodedata.normalize("NFD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", text).translate(_LETTERS)


@dataclass(frozen=True, slots=True)
class Piece:
    """What stood between two spaces: its words, and their union if a hyphen or stroke joined
    them (`self-harm` is self, harm and selfharm)."""

    words: tuple[str, ...]
    joined: str | None = None


def pieces(text: str) -> list[Piece]:
    return [piece for chunk in fold(text).split() for piece in _of_chunk(chunk)]


def words(text: str) -> list[str]:
    """The words of a text in order, without joined forms: what phrases are read on."""
    return read(text)[0]


def read(text: str) -> tuple[list[str], list[str]]:
    """The words of a text in order, and its joined forms."""
    chunks = fold(text).split()
    found = list(map(_simple.__getitem__, chunks))
    if "" not in found:
        return found, []
    said: list[str] = []
    joined: list[str] = []
    for word, chunk in zip(found, chunks, strict=True):
        if word:
            said.append(word)
            continue
        for piece in _of_chunk(chunk):
            said.extend(piece.words)
            if piece.joined:
                joined.append(piece.joined)
    return said, joined


def _of_chunk(chunk: str) -> tuple[Piece, ...]:
    """What stands between two spaces, taken apart."""
    return tuple(piece for found in _PIECE.findall(chunk) for piece in _take_apart(found))


class _Simple(dict[str, str]):
    """For every chunk that was seen its one word, or nothing where there is more to it. Bounded,
    whatever is thrown at it."""

    def __missing__(self, chunk: str) -> str:
        taken_apart = _of_chunk(chunk)
        simple = len(taken_apart) == 1 and len(taken_apart[0].words) == 1
        word = taken_apart[0].words[0] if simple else ""
        if len(chunk) <= MAX_WORD:
            if len(self) > 500_000:
                self.clear()
            self[chunk] = word
        return word


_simple = _Simple()


def _take_apart(found: str) -> Iterator[Piece]:
    if "." in found:
        yield Piece((_word(found.replace(".", "")),))
        return
    if _UNSPACED.search(found):
        yield from (Piece((pair,)) for pair in _pairs(found))
        return
    parts = [_unapostrophe(part) for part in re.split(r"[-/]", found)]
    parts = [part for part in parts if part]
    if len(parts) == 1:
        yield Piece((_word(parts[0]),))
    elif parts:
        yield Piece(tuple(_word(part) for part in parts), _word("".join(parts)))


def _unapostrophe(part: str) -> str:
    """`women's` is women, `don't` is dont, `O'Brien` is obrien."""
    return part.removesuffix("'s").replace("'", "")


def _pairs(found: str) -> Iterator[str]:
    at = 0
    for run in _UNSPACED.finditer(found):
        if before := found[at : run.start()].strip("'-"):
            yield _word(before)
        signs = run[0]
        yield from (signs[n : n + 2] for n in range(max(1, len(signs) - 1)))
        at = run.end()
    if rest := found[at:].strip("'-"):
        yield _word(rest)


def _word(folded: str) -> str:
    return one_spelling(folded[:MAX_WORD])


_stemmers = {language: Stemmer.Stemmer(name, 0) for language, name in _STEMMERS.items()}
_known_stems: dict[str, dict[str, str]] = {language: {} for language in _STEMMERS}
_stemming = threading.Lock()  # a Stemmer object must not be used by two threads at once


def stem(word: str, language: str) -> str:
    """The stem of one word. A language nobody wrote rules for keeps the word."""
    known = _known_stems.get(language)
    if known is None:
        return word
    found = known.get(word)
    if found is None:
        with _stemming:
            found = _stemmers[language].stemWord(word)
        if len(known) > 500_000:
            known.clear()
        known[word] = found
    return found


def term(word: str, language: str) -> str:
    """What a word is filed under. Languages are kept apart, or the Spanish stem of `queer` would
    be found with every `que`; small words are filed as they are."""
    if is_stop_word(word, language):
        return f"={word}"
    return stem(word, language) if language == "en" else f"{stem(word, language)}~{language}"


def base_language(tag: str) -> str:
    """`es-MX` is read as `es`; all languages without rules of their own are one."""
    language = tag.replace("_", "-").split("-")[0].lower()
    return language if language in _STEMMERS else "und"
