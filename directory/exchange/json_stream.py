"""The documents of a JSON file one by one: a single object, an array, a page with `contents`, or
one object a line. Memory holds one document at a time."""

import codecs
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import ijson

from directory.exchange.row import Unreadable
from directory.exchange.text import Opener, detect_encoding, lines
from directory.listings.messages import N_

LARGEST_DOCUMENT = 32 * 1024 * 1024  # bytes
_BROKEN = N_("The JSON breaks off or is damaged after document %(number)s.")
_PIECE = 64 * 1024
_TOO_LARGE = N_("One document is too large. Split the file into smaller documents.")
LONGEST_TEXT = 4 * 1024 * 1024  # bytes
DEEPEST = 200  # the standard nests eight deep
_MARKS = re.compile(rb'"|\\.|\\|[\[\]{}]', re.DOTALL)


class _Bytes(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class _Depth:
    """How deep the brackets go and how long one text is. The parser names each place by the whole
    way to it, so that a hundred thousand brackets, a small file, would fill the memory; and it
    begins a text anew with each piece, so that an endless one would take minutes."""

    def __init__(self) -> None:
        self._depth, self._in_text, self._left, self._long = 0, False, b"", 0

    def feed(self, piece: bytes) -> None:
        """Raises Unreadable."""
        whole = self._left + piece
        self._left, begun = b"", 0
        for found in _MARKS.finditer(whole):
            mark = found.group()
            if mark == b'"':
                self._in_text, self._long, begun = not self._in_text, 0, found.end()
            elif mark == b"\\":  # the end of the piece: what it stands before comes next
                self._left = mark
            elif self._in_text or mark.startswith(b"\\"):
                continue
            elif mark in b"[{":
                self._depth += 1
                if self._depth > DEEPEST:
                    raise Unreadable(N_("The JSON is nested too deeply."))
            else:
                self._depth -= 1
        if self._in_text:
            self._long += len(whole) - begun
            if self._long > LONGEST_TEXT:
                raise Unreadable(_TOO_LARGE)


class _Bounded:
    """A stream that stops at a document without an end or without a floor."""

    def __init__(self, stream: _Bytes) -> None:
        self._stream, self.since, self._depth = stream, 0, _Depth()

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(_PIECE if size < 0 else size)
        self._depth.feed(piece)
        self.since += len(piece)
        if self.since > LARGEST_DOCUMENT:
            raise Unreadable(_TOO_LARGE)
        return piece


def documents(
    opener: Opener, encoding: str | None = None, page: str = "contents"
) -> Iterator[tuple[int, Any]]:
    """Each document with its number from 1 (in ndjson: its line). `page` is the key that holds
    the list, where the file is one object with a list in it. Raises Unreadable."""
    encoding = encoding or detect_encoding(opener)
    first = _first_line(opener, encoding)
    if not first:
        raise Unreadable(N_("This file is empty."))
    if first.startswith("["):
        yield from _items(opener, encoding, "item")
    elif _is_whole(first, page):
        yield from _one_a_line(opener, encoding)
    elif _is_page(opener, encoding, page):
        yield from _items(opener, encoding, f"{page}.item")
    else:
        yield from _items(opener, encoding, "")


def _first_line(opener: Opener, encoding: str) -> str:
    for line in lines_or_piece(opener, encoding):
        if text := line.strip().lstrip("\ufeff"):
            return text
    return ""


def lines_or_piece(opener: Opener, encoding: str) -> Iterator[str]:
    """Lines, but a JSON array may well be one endless line: then its beginning."""
    with opener() as binary, io.TextIOWrapper(binary, encoding=encoding) as stream:
        try:
            while line := stream.readline(LARGEST_DOCUMENT):
                yield line
        except UnicodeError as error:
            raise Unreadable(
                N_("This is not %(encoding)s text. Name the encoding and try again."),
                encoding=encoding,
            ) from error
        except LookupError as error:
            raise Unreadable(
                N_("There is no encoding with the name %(encoding)s."), encoding=encoding
            ) from error


def _is_whole(text: str, page: str) -> bool:
    """Is this first line a document by itself? Then the others are too, unless it is a page."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and not isinstance(found.get(page), list)


def _one_a_line(opener: Opener, encoding: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines(opener, encoding), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise Unreadable(N_("This line is no complete JSON document."), line=number) from error


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _is_page(opener: Opener, encoding: str, page: str) -> bool:
    with _utf8(opener, encoding) as stream:
        try:
            for prefix, event, value in ijson.parse(_Endless(stream)):
                if prefix == "" and event == "map_key" and value == page:
                    return True
        except (ijson.JSONError, UnicodeError) as error:
            raise Unreadable(_BROKEN, number=0) from error
    return False


class _Endless(_Bounded):
    """For looking at keys only: nothing is kept, so nothing is too large."""

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(_PIECE if size < 0 else size)
        self._depth.feed(piece)
        return piece


def _items(opener: Opener, encoding: str, prefix: str) -> Iterator[tuple[int, Any]]:
    number = 0
    with _utf8(opener, encoding) as stream:
        bounded = _Bounded(stream)
        try:
            for item in ijson.items(bounded, prefix, use_float=True, buf_size=_PIECE):
                bounded.since = 0
                number += 1
                yield number, item
        except (ijson.JSONError, UnicodeError, OverflowError) as error:
            raise Unreadable(_BROKEN, number=number) from error


@contextmanager
def _utf8(opener: Opener, encoding: str) -> Iterator[_Bytes]:
    with opener() as stream:
        if encoding == "utf-8":
            yield stream
        elif encoding == "utf-8-sig":
            stream.read(len(codecs.BOM_UTF8))
            yield stream
        else:
            with io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
                yield _Recoded(text)


class _Recoded:
    """Text of another encoding, read as UTF-8."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        return self._text.read(0 if size == 0 else _PIECE // 4).encode("utf-8", "surrogatepass")
