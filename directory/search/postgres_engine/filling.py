"""From rows to lines of the tables: the same for a rebuild and for a few changes."""

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, LiteralString

from psycopg import Cursor, sql

from directory.search.analysis import fold, term
from directory.search.names import NAME_KEY, beginnings, name_hash
from directory.search.postgres_engine.tables import week_bits
from directory.search.rows import COVERAGE, JOINED, MARK_WEIGHTS, NAME, Row

GAP = 2  # places between two texts, so that no phrase runs from one into the next
LAST_PLACE = 16_383  # in a tsvector; what comes later is found as words, not in a row


class Filler:
    """Numbers stems, words and codes, counts what they are used, and writes lines by COPY.

    `prefix` is what the names of the tables begin with. What is there already is told by
    `stems`, `words` and `codes`."""

    def __init__(
        self,
        cursor: Cursor[Any],
        prefix: LiteralString,
        *,
        stems: dict[str, int] | None = None,
        words: dict[tuple[str, int], int] | None = None,
        next_stem: int = 1,
        next_word: int = 1,
        next_listing: int = 1,
        codes: Sequence[str] = (),
    ) -> None:
        self._cursor = cursor
        self._prefix = prefix
        self._stems, self._words = stems or {}, words or {}
        self._next_stem, self._next_word, self._next = next_stem, next_word, next_listing
        self._of_word: dict[tuple[str, str], tuple[int, int]] = {}
        self.held: Counter[int] = Counter()  # by stem, listings
        self.uses: Counter[int] = Counter()  # by word, how often it stands anywhere
        self.listings = 0
        self.length = 0.0
        self.zones: set[str] = set()
        self.codes = {code: number for number, code in enumerate(codes)}

    def add(self, rows: Sequence[Row]) -> None:
        """Write these listings; words, stems and state come with `finish`."""
        texts: list[tuple[int, str, list[int]]] = []
        postings: list[str] = []
        numbers = range(self._next, self._next + len(rows))
        lengths: list[float] = []
        for number, row in zip(numbers, rows, strict=True):
            said, words, weights = self._read(row)
            length = sum(weights.values())
            lengths.append(length)
            texts.append((number, said, words))
            postings.extend(
                f"{stem}\t{number}\t{weight}\t{length}\n" for stem, weight in weights.items()
            )
            self.held.update(weights.keys())
            self.uses.update(words)
            self.length += length
        self._next += len(rows)
        self.listings += len(rows)
        numbered = list(zip(numbers, rows, strict=True))
        self._copy("listings", map(self._listing, numbered, lengths))
        self._copy("texts", texts)
        self._copy("spots", (line for one in numbered for line in self._spots(*one)))
        self._copy("names", (line for one in numbered for line in _names(*one)))
        with self._copying("postings") as copy:
            copy.write("".join(postings))

    def _read(self, row: Row) -> tuple[str, list[int], dict[int, float]]:
        """The tsvector of what is said, the words one by one, the weight of each stem."""
        places: dict[str, list[int]] = defaultdict(list)
        words: list[int] = []
        weights: dict[int, float] = defaultdict(float)
        place = 0
        for mark, language, said in row.texts:
            weight = MARK_WEIGHTS[mark]
            for word in said:
                number, stem = self._number(word, language)
                words.append(number)
                weights[stem] += weight
            if mark < JOINED:
                for at, word in enumerate(said, place + 1):
                    if at <= LAST_PLACE:
                        places[term(word, language)].append(at)
                place += len(said) + GAP
        return " ".join(map(_lexeme, places.items())), words, weights

    def _number(self, word: str, language: str) -> tuple[int, int]:
        key = word, language
        found = self._of_word.get(key)
        if found is None:
            stem = term(word, language)
            number = self._stems.get(stem)
            if number is None:
                number = self._stems[stem] = self._next_stem
                self._next_stem += 1
            of_word = self._words.get((word, number))
            if of_word is None:
                of_word = self._words[word, number] = self._next_word
                self._next_word += 1
            found = self._of_word[key] = of_word, number
        return found

    def _listing(self, numbered: tuple[int, Row], length: float) -> tuple[Any, ...]:
        number, row = numbered
        shown = next((name for kind, name in row.names if kind == NAME), "")
        facets = [
            self.codes.setdefault(f"{axis}:{code}", len(self.codes))
            for axis, codes in row.facets.items()
            if axis != COVERAGE
            for code in codes
        ]
        return (
            number,
            row.id,
            row.revision,
            zlib.crc32(row.id.encode()),
            cut(fold(shown)),
            row.completeness,
            row.checked,
            row.lower_after,
            row.hide_after,
            row.fictional,
            facets,
            list(row.facets.get(COVERAGE, ())),
            length,
        )

    def _spots(self, number: int, row: Row) -> Iterator[tuple[Any, ...]]:
        for place, spot in enumerate(row.spots):
            self.zones.add(spot.zone)
            yield (
                number,
                place,
                spot.location_id,
                spot.latitude,
                spot.longitude,
                spot.zone,
                week_bits(spot.week),
                spot.hours_known,
            )

    def finish(self) -> None:
        """Write words and stems that came new, and add what the others are used more."""
        words = {number: (word, stem) for (word, stem), number in self._words.items()}
        stems = {number: stem for stem, number in self._stems.items()}
        self._add_up(
            "INSERT INTO {} AS held (id, word, stem, uses)"
            " SELECT * FROM unnest(%s::integer[], %s::text[], %s::integer[], %s::integer[])"
            " ON CONFLICT (id) DO UPDATE SET uses = held.uses + excluded.uses",
            "words",
            ((number, *words[number], uses) for number, uses in self.uses.items()),
        )
        self._add_up(
            "INSERT INTO {} AS held (id, stem, held)"
            " SELECT * FROM unnest(%s::integer[], %s::text[], %s::integer[])"
            " ON CONFLICT (id) DO UPDATE SET held = held.held + excluded.held",
            "stems",
            ((number, stems[number], held) for number, held in self.held.items()),
        )

    def _add_up(
        self, statement: LiteralString, table: LiteralString, lines: Iterable[tuple[Any, ...]]
    ) -> None:
        columns = [list(column) for column in zip(*lines, strict=True)]
        if columns:
            name = sql.Identifier(self._prefix + table)
            self._cursor.execute(sql.SQL(statement).format(name), columns)

    def _copying(self, table: LiteralString) -> Any:
        name = sql.Identifier(self._prefix + table)
        return self._cursor.copy(sql.SQL("COPY {} FROM STDIN").format(name))

    def _copy(self, table: LiteralString, lines: Iterable[tuple[Any, ...]]) -> None:
        with self._copying(table) as copy:
            for line in lines:
                copy.write_row(line)


def _names(number: int, row: Row) -> Iterator[tuple[Any, ...]]:
    """A line for each word by which a name may be begun; the first of them knows the whole."""
    for kind, shown in dict.fromkeys(row.names):
        keys = [key.decode(errors="ignore") for key in beginnings(shown)] or [""]
        for at, key in enumerate(keys):
            yield number, kind, shown, key, signed(name_hash(shown)) if at == 0 else None


def cut(folded: str) -> str:
    """What of a name decides where it stands in a list."""
    return folded.encode()[:NAME_KEY].decode(errors="ignore").replace("\0", "")


def signed(number: int) -> int:
    """64 bits as PostgreSQL's bigint holds them."""
    return number - 2**64 if number >= 2**63 else number


def _lexeme(said: tuple[str, list[int]]) -> str:
    stem, places = said
    return f"{quoted(stem)}:{','.join(map(str, places))}"


def quoted(stem: str) -> str:
    """A stem as tsvector and tsquery want it written."""
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"
