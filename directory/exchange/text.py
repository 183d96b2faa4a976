"""Opening text that comes from strangers: encodings, delimiters, and lines without an end.

Nothing here reads a whole file into memory.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from charset_normalizer import from_bytes

from directory.exchange.row import Unreadable
from directory.listings.messages import N_

# Gives a fresh stream at the start of the same file, as often as asked.
Opener = Callable[[], IO[bytes]]

LONGEST_LINE = 2_000_000  # characters
MOST_COLUMNS = 2_000
_SAMPLE = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Guessing among all encodings of the world mistakes short Western texts for Eastern ones.
_LIKELY = ["cp1252", "latin_1", "mac_roman", "cp1250", "cp1251", "shift_jis", "gb18030", "big5"]
_DELIMITERS = ",;\t|"

csv.field_size_limit(LONGEST_LINE)


def detect_encoding(opener: Opener) -> str:
    """The encoding by byte order mark, then by proof (UTF-8), then by likeliness.

    Raises Unreadable for bytes that are no text.
    """
    with opener() as stream:
        head = stream.read(_SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if b"\0" in head:
        return _without_mark(head)
    wrong_at = _first_not_utf8(opener)
    if wrong_at is None:
        return "utf-8"
    with opener() as stream:
        stream.seek(max(0, wrong_at - _SAMPLE // 2))
        sample = stream.read(_SAMPLE)
    matches = {match.encoding: match for match in from_bytes(sample, cp_isolation=_LIKELY)}
    western = matches.get("cp1252")
    if western is None:
        return next(iter(matches), "cp1252")
    # A few letters prove little: another encoding must be clearly likelier than the usual one.
    return max(
        matches,
        key=lambda name: (
            matches[name].coherence - matches[name].chaos + (0.1 if name == "cp1252" else 0)
        ),
    )


def _without_mark(head: bytes) -> str:
    """UTF-16 without a mark has its zero bytes on one side; anything else with them is no text."""
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    raise Unreadable(N_("This file holds bytes that are not text. Save it as UTF-8 and try again."))


def _first_not_utf8(opener: Opener) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    with opener() as stream:
        while chunk := stream.read(_SAMPLE):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return done + error.start
            done += len(chunk)
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return done
    return None


def lines(opener: Opener, encoding: str) -> Iterator[str]:
    """The file's lines with their ends. Raises Unreadable for one that never ends, for zero
    bytes and for text in another encoding."""
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise Unreadable(
            N_("There is no encoding with the name %(encoding)s."), encoding=encoding
        ) from error
    number = 0
    with opener() as binary, io.TextIOWrapper(binary, encoding=encoding, newline="") as stream:
        while True:
            number += 1
            try:
                line = stream.readline(LONGEST_LINE + 1)
            except (UnicodeDecodeError, UnicodeError) as error:
                raise Unreadable(
                    N_("This is not %(encoding)s text. Name the encoding and try again."),
                    line=number,
                    encoding=encoding,
                ) from error
            if not line:
                return
            if len(line) > LONGEST_LINE:
                raise Unreadable(
                    N_("A line is longer than %(most)s characters."), line=number, most=LONGEST_LINE
                )
            if "\0" in line:
                raise Unreadable(N_("This line holds a zero byte, so it is not text."), line=number)
            yield line


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table. `number` is the physical line on which it starts. `surplus` cells
    stand beyond the header, `missing` ones were not written at all."""

    number: int
    cells: dict[str, str]
    surplus: int = 0
    missing: int = 0


@dataclass(slots=True)
class Table:
    """A delimited file: its header, what was detected, and a stream of its rows."""

    header: list[str]
    encoding: str
    delimiter: str
    rows: Iterator[Line]


def open_table(
    opener: Opener, encoding: str | None = None, delimiter: str | None = None, skip: int = 0
) -> Table:
    """A CSV-like file. `skip`: filled rows above the header. Raises Unreadable where it has no
    usable header."""
    encoding = encoding or detect_encoding(opener)
    delimiter = delimiter or detect_delimiter(opener, encoding)
    if len(delimiter) != 1:
        raise Unreadable(N_("The delimiter must be one character."))
    reader = csv.reader(lines(opener, encoding), delimiter=delimiter, strict=True)
    header: list[str] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                skip -= 1
                if skip < 0:
                    header = [cell.strip() for cell in cells]
                    break
    except csv.Error as error:
        raise Unreadable(_QUOTES, line=reader.line_num) from error
    check_header(header)
    return Table(header, encoding, delimiter, _rows(reader, header))


def check_header(header: list[str]) -> None:
    """Raises Unreadable for one that cannot name columns."""
    if not header:
        raise Unreadable(N_("This file is empty: it has no header row."))
    if len(header) > MOST_COLUMNS:
        raise Unreadable(N_("The header names more than %(most)s columns."), most=MOST_COLUMNS)
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise Unreadable(
            N_("The header names the column %(column)s twice."), line=1, column=twice[0]
        )


_QUOTES = N_("The quotation marks do not match, so the columns cannot be told apart.")


def _rows(reader: Any, header: list[str]) -> Iterator[Line]:
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(_QUOTES, line=start) from error
        if not any(cells):
            continue
        surplus = len(cells) - len(header)
        yield Line(
            start,
            {name: cell for name, cell in zip(header, cells, strict=False) if name},
            surplus=max(0, surplus),
            missing=max(0, -surplus),
        )


def detect_delimiter(opener: Opener, encoding: str) -> str:
    """The candidate that cuts the first rows into the most columns, the same number in each."""
    sample = [line for line, _ in zip(lines(opener, encoding), range(30), strict=False)]
    best, most = ",", 1
    for candidate in _DELIMITERS:
        try:
            counts = [len(row) for row in csv.reader(sample, delimiter=candidate) if row]
        except csv.Error:
            continue
        even = counts and sum(count == counts[0] for count in counts) >= len(counts) * 0.8
        if even and counts[0] > most:
            best, most = candidate, counts[0]
    return best


_CODE_PAGE = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}


def mend(text: str) -> str:
    """Gives back curly quotes and dashes that went through a wrong code page: the control
    characters in their places mean nothing in any text."""
    return text.translate(_CODE_PAGE)
