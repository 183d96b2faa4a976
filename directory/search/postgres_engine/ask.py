"""One statement that answers a page: hits, totals, counts and shelves."""

from collections.abc import Iterable, Iterator
from typing import Any

from directory.search import weights
from directory.search.plan import Phrase, Plan
from directory.search.postgres_engine import where
from directory.search.postgres_engine.filling import quoted, signed
from directory.search.postgres_engine.lexicon import State, Words
from directory.search.query import LINE_KINDS, REMOTE_FORMATS, SHELF, Choice, Query
from directory.search.reach import QUARTERS
from directory.search.rows import NAME, ORGANIZATION, OTHER_NAME

PHRASE_IMPACT = 0.6  # of a wording of several words, however often it stands
WHOLE_NAME = {
    NAME: weights.NAME_IS_QUERY,
    OTHER_NAME: weights.OTHER_NAME_IS_QUERY,
    ORGANIZATION: weights.ORGANIZATION_IS_QUERY,
}
_NOT_SORTED = "NULL::integer"


class Question:
    """Puts the statement together. `values` is what is to be bound when it is run."""

    def __init__(self, query: Query, plan: Plan, words: Words, state: State) -> None:
        self._query, self._plan, self._words, self._state = query, plan, words, state
        self.values: dict[str, Any] = {"today": query.today}
        self._wishes = {axis: wish for axis, wish in query.facets.items() if wish != Choice()}

    # --- Whole statements ---------------------------------------------------------------------

    def total(self) -> str:
        return f"WITH {self._matches()} SELECT count(*) FROM matches WHERE missed = 0"

    def page(self) -> str:
        """One line: total, total_all_words, hits, counts, forms, unknown_hours, shelves."""
        query = self._query
        self.values |= {
            "every": (1 << len(self._plan.wanted)) - 1,
            "limit": query.per_page,
            "offset": (query.page - 1) * query.per_page,
            "marked": [self._words.number(stem) for stem in set(self._plan.stems())],
        }
        parts = [self._matches(), "found AS (SELECT * FROM matches WHERE missed = 0)"]
        unknown = "0"
        if query.open is not None:
            parts.append(self._whenever())
            unknown = (
                "(SELECT count(*) FROM whenever w WHERE EXISTS (SELECT FROM search_index_spots s"
                " WHERE s.listing = w.number AND NOT s.known)"
                " AND w.number NOT IN (SELECT number FROM found))"
            )
        return f"""WITH {", ".join(parts)} SELECT
            (SELECT count(*) FROM found),
            (SELECT count(*) FROM found WHERE words = %(every)s),
            {_hits(self._key(), "%(limit)s", "%(offset)s")},
            {self._counts()},
            (SELECT array_agg(word) FROM search_index_words WHERE stem = ANY(%(marked)s)),
            {unknown},
            {self._shelves() if query.shelves else "NULL"}"""

    # --- What matches -------------------------------------------------------------------------

    def _matches(self) -> str:
        query, plan = self._query, self._plan
        is_open = where.open_spot(query, self._state.zones, self.values)
        parts = [*self._text(), *self._named()]
        joins = ["search_index_listings l"]
        conditions = [*self._shown()]
        score = "1.0::float8"
        if plan.wanted:
            joins.append("JOIN said ON said.listing = l.number")
            score = "said.score"
        if query.place is not None:
            parts.append(where.there(query, "open", is_open, self.values))
            joins.append("JOIN there_open there ON there.listing = l.number")
        elif query.open is not None:
            conditions.append(where.any_spot(is_open))
        if plan.names:
            joins.append("LEFT JOIN named ON named.listing = l.number")
        way = "there.km, there.location_id"
        if query.place is None:
            way = "NULL::float8 AS km, NULL AS location_id"
        parts.append(
            f"""matches AS MATERIALIZED (
            SELECT * FROM (SELECT l.number, l.id, l.revision, l.tie, l.name_key, l.checked,
                l.facets, {"said.words" if plan.wanted else "0"} AS words,
                {way},
                {self._score(score)} AS score, {self._missed()} AS missed,
                {self._wait()} AS wait
            FROM {" ".join(joins)} WHERE {" AND ".join(conditions)}
            OFFSET 0) m WHERE missed & (missed - 1) = 0)"""
        )
        return ", ".join(parts)

    def _whenever(self) -> str:
        """The same without a look at the clock."""
        joins, conditions = ["search_index_listings l"], [*self._shown(), self._all_wishes()]
        parts = []
        if self._plan.wanted:
            joins.append("JOIN said ON said.listing = l.number")
        if self._query.place is not None:
            parts.append(where.there(self._query, "whenever", "true", self.values))
            joins.append("JOIN there_whenever ON there_whenever.listing = l.number")
        parts.append(
            f"whenever AS (SELECT l.number FROM {' '.join(joins)} WHERE {' AND '.join(conditions)})"
        )
        return ", ".join(parts)

    def _text(self) -> Iterator[str]:
        """BM25 of any wanted word. A bit in `words` says which of them a listing holds."""
        plan = self._plan
        if not plan.wanted:
            return
        stems = [
            (self._words.number(stem), weight, 1 << n)
            for n, wanted in enumerate(plan.wanted)
            for stem, weight in wanted.stems
        ]
        self.values["stems"] = [stem for stem, _, _ in stems]
        self.values["weights"] = [weight for _, weight, _ in stems]
        self.values["bits"] = [bit for _, _, bit in stems]
        self.values["mean"] = self._state.mean_length
        k, b = weights.BM25_K1, weights.BM25_B
        union = [
            f"""SELECT p.listing, w.word, w.weight * {k + 1} * p.weight
                / (p.weight + {k} * ({1 - b} + {b} * p.length / %(mean)s)) AS worth
            FROM unnest(%(stems)s::integer[], %(weights)s::float8[], %(bits)s::integer[])
                AS w (stem, weight, word)
            JOIN search_index_postings p ON p.stem = w.stem"""
        ]
        phrases = [
            (phrase, weight, 1 << n)
            for n, wanted in enumerate(plan.wanted)
            for phrase, weight in wanted.phrases
        ]
        for at, (phrase, weight, bit) in enumerate(phrases):
            self.values[f"phrase{at}"] = in_a_row(phrase)
            self.values[f"worth{at}"] = weight * PHRASE_IMPACT * (k + 1)
            union.append(
                f"SELECT t.listing, {bit}, %(worth{at})s::float8 FROM search_index_texts t"
                f" WHERE t.said @@ %(phrase{at})s::tsquery"
            )
        yield (
            "said AS MATERIALIZED (SELECT listing, sum(worth) AS score, bit_or(word) AS words"
            f" FROM ({' UNION ALL '.join(union)}) one GROUP BY listing)"
        )

    def _named(self) -> Iterator[str]:
        """Listings whose name, or whose organization's, was asked for as it is written."""
        names = self._plan.names
        if not names:
            return
        self.values["hashes"] = [signed(key) for key in names]
        self.values["whole"] = list(names.values())
        worth = " ".join(f"WHEN {kind} THEN {gain}" for kind, gain in WHOLE_NAME.items())
        yield f"""named AS (
            SELECT n.listing, max(CASE WHEN asked.whole THEN CASE n.kind {worth} END END) AS gain,
                bool_or(NOT asked.whole) AS part
            FROM unnest(%(hashes)s::bigint[], %(whole)s::boolean[]) AS asked (hash, whole)
            JOIN search_index_names n ON n.hash = asked.hash GROUP BY n.listing)"""

    def _shown(self) -> Iterator[str]:
        query, plan = self._query, self._plan
        yield "true"
        if not query.lapsed:
            yield "(l.hide_after IS NULL OR l.hide_after >= %(today)s)"
        if not query.fictional:
            yield "NOT l.fictional"
        if plan.phrase is not None and not all(plan.phrase):
            yield "false"
        elif plan.phrase is not None:
            self.values["phrase"] = in_a_row(plan.phrase)
            yield (
                "l.number IN (SELECT listing FROM search_index_texts"
                " WHERE said @@ %(phrase)s::tsquery)"
            )
        if plan.without:
            self.values["without"] = [self._words.number(stem) for stem in plan.without]
            yield (
                "l.number NOT IN (SELECT listing FROM search_index_postings"
                " WHERE stem = ANY(%(without)s::integer[]))"
            )

    # --- What it is worth ---------------------------------------------------------------------

    def _score(self, text: str) -> str:
        query, plan = self._query, self._plan
        least = weights.COMPLETE_LEAST
        factors = [
            text,
            f"CASE WHEN l.checked IS NULL THEN {weights.NEVER_CHECKED}"
            f" WHEN l.lower_after < %(today)s THEN {weights.CHECK_DUE} ELSE {weights.CHECKED} END",
            f"({least} + {1 - least} * l.complete)",
        ]
        for at, (axis, codes) in enumerate(query.prefer.items()):
            self.values[f"prefer{at}"] = self._coded(axis, codes)
            has = f"l.facets && %(prefer{at})s::integer[]"
            factors.append(f"CASE WHEN {has} THEN {weights.preferred(axis)} ELSE 1 END")
        if len(plan.wanted) > 1:
            every = (1 << len(plan.wanted)) - 1
            factors.append(f"CASE WHEN said.words = {every} THEN {weights.ALL_WORDS} ELSE 1 END")
        if query.place is not None:
            factors.append("there.way")
        if plan.names:
            factors.append(f"CASE WHEN named.part THEN {weights.NAME_IN_QUERY} ELSE 1 END")
        score = " * ".join(factors)
        return f"{score} + coalesce(named.gain, 0)" if plan.names else score

    def _missed(self) -> str:
        """A bit for each wish a listing does not meet."""
        missed = [
            f"CASE WHEN {self._meets(at, axis, wish)} THEN 0 ELSE {1 << at} END"
            for at, (axis, wish) in enumerate(self._wishes.items())
        ]
        return " + ".join(missed) or "0"

    def _all_wishes(self) -> str:
        wishes = enumerate(self._wishes.items())
        meets = [f"({self._meets(at, axis, wish)})" for at, (axis, wish) in wishes]
        return " AND ".join(meets) or "true"

    def _meets(self, at: int, axis: str, wish: Choice) -> str:
        conditions = []
        if wish.any_of:
            self.values[f"any{at}"] = self._coded(axis, wish.any_of)
            some = f"l.facets && %(any{at})s::integer[]"
            if wish.or_unknown:
                self.values[f"axis{at}"] = list(self._state.numbers.get(axis, {}).values())
                some = f"({some} OR NOT l.facets && %(axis{at})s::integer[])"
            conditions.append(some)
        if wish.none_of:
            self.values[f"none{at}"] = self._coded(axis, wish.none_of)
            conditions.append(f"NOT l.facets && %(none{at})s::integer[]")
        return " AND ".join(conditions)

    def _coded(self, axis: str, codes: frozenset[str]) -> list[int]:
        """The numbers of those codes that any listing has."""
        numbers = self._state.numbers.get(axis, {})
        return [numbers[code] for code in sorted(codes) if code in numbers]

    # --- What is shown of it ------------------------------------------------------------------

    def _wait(self) -> str:
        if self._query.sort != "next":
            return _NOT_SORTED
        wait = where.quarters_to_wait(self._query, self._state.zones, self.values)
        return f"(SELECT min({wait}) FROM search_index_spots s WHERE s.listing = l.number)"

    def _key(self) -> str:
        match self._query.sort:
            case "distance":
                return "km ASC NULLS LAST"
            case "checked":
                return "checked DESC NULLS LAST"
            case "name":
                return "name_key"
            case "next":
                return "wait ASC NULLS LAST"
            case _:
                return "score DESC"

    def _counts(self) -> str:
        """How many have a code, by what they miss; `counts` makes sense of it."""
        if self._query.count == ():
            return "NULL"
        return """(SELECT json_agg(json_build_array(missed, code, number)) FROM (
            SELECT missed, code, count(*) AS number FROM matches, unnest(facets) AS code
            GROUP BY missed, code) counted)"""

    def counts(self, lines: Iterable[tuple[int, int, int]]) -> dict[str, dict[str, int]]:
        """Each axis under all wishes but its own."""
        labelled = (axis for axis in self._state.numbers if axis[0] != "@")
        axes = labelled if self._query.count is None else self._query.count
        own = {1 << at: axis for at, axis in enumerate(self._wishes)}
        counts: dict[str, dict[str, int]] = {axis: {} for axis in axes}
        for missed, number, listings in lines:
            axis, _, code = self._state.codes[number].partition(":")
            if axis in counts and (not missed or own[missed] == axis):
                counts[axis][code] = counts[axis].get(code, 0) + listings
        return counts

    def _shelves(self) -> str:
        self.values["remote"] = self._coded("format", REMOTE_FORMATS)
        self.values["lines"] = self._coded("kind", LINE_KINDS)
        always = (
            "facets && %(lines)s::integer[] AND EXISTS (SELECT FROM search_index_spots s"
            f" WHERE s.listing = found.number AND s.week = ~0::bit({QUARTERS}))"
        )
        shelves = {"near": "km IS NOT NULL", "online": "facets && %(remote)s::integer[]",
                   "always": always}  # fmt: skip
        fields = ", ".join(
            f"'{name}', {_hits('score DESC', str(SHELF), '0', condition)}"
            for name, condition in shelves.items()
        )
        return f"json_build_object({fields})"


def _hits(key: str, limit: str, offset: str, condition: str = "true") -> str:
    return f"""(SELECT json_agg(json_build_array(id, revision, score, km, location_id, words))
        FROM (SELECT id, revision, score, km, location_id, words FROM found WHERE {condition}
            ORDER BY {key}, tie, number LIMIT {limit} OFFSET {offset}) best)"""


def in_a_row(phrase: Phrase) -> str:
    """As a tsquery: for each place the stems that fit there."""
    return " <-> ".join(
        f"({' | '.join(quoted(stem.decode()) for stem in place)})" for place in phrase
    )
