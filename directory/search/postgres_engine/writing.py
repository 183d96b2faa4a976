"""Taking in changes, and building anew. Both within a transaction that holds the writer's lock."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from psycopg import Cursor, sql

from directory.search.analysis import term
from directory.search.document import Document
from directory.search.engine import Change
from directory.search.postgres_engine.filling import Filler
from directory.search.postgres_engine.lexicon import State
from directory.search.postgres_engine.tables import INDEXES, NAMES, STAMP, STATE, TABLES
from directory.search.rows import Row, row_of

AT_ONCE = 2000  # listings of a rebuild that are held in memory


def rebuild(cursor: Cursor[Any], documents: Iterable[Document]) -> None:
    """Fill new tables and put them in place of the old ones."""
    cursor.execute(STATE)
    _drop(cursor, "search_index_next_")
    cursor.execute(TABLES)
    filler = Filler(cursor, "search_index_next_")
    documents = iter(documents)
    while rows := [row_of(document) for document in islice(documents, AT_ONCE)]:
        filler.add(rows)
    filler.finish()
    cursor.execute(INDEXES)
    for name in NAMES:
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(f"search_index_next_{name}")))
    cursor.execute("LOCK TABLE search_index_state IN ACCESS EXCLUSIVE MODE")
    _drop(cursor, "search_index_")
    for name in NAMES:
        cursor.execute(
            sql.SQL("ALTER TABLE {} RENAME TO {}").format(
                sql.Identifier(f"search_index_next_{name}"), sql.Identifier(f"search_index_{name}")
            )
        )
    cursor.execute("DELETE FROM search_index_state")
    cursor.execute(
        "INSERT INTO search_index_state (stamp, listings, length, zones, axes)"
        " VALUES (%s, %s, %s, %s, %s)",
        (STAMP, filler.listings, filler.length, sorted(filler.zones), sorted(filler.axes)),
    )


def _drop(cursor: Cursor[Any], prefix: str) -> None:
    for name in NAMES:
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(f"{prefix}{name}")))


def apply(cursor: Cursor[Any], latest: Mapping[str, Change], state: State) -> None:
    """Take the changed listings out as they were and put them in as they are."""
    cursor.execute(
        "SELECT id, revision FROM search_index_listings WHERE id = ANY(%s)", (list(latest),)
    )
    newer = {key for key, revision in cursor if revision > latest[key][2]}
    changes = [change for key, change in latest.items() if key not in newer]
    rows = [row_of(document) for _, document, _ in changes if document is not None]
    listings, length = _take_out(cursor, [key for key, _, _ in changes])
    filler = _filler_for(cursor, rows)
    if rows:
        filler.add(rows)
        filler.finish()
    cursor.execute(
        "UPDATE search_index_state SET listings = greatest(0, listings + %s),"
        " length = greatest(0, length + %s), zones = %s, axes = %s",
        (
            filler.listings - listings,
            filler.length - length,
            sorted({*state.zones, *filler.zones}),
            sorted({*state.axes, *filler.axes}),
        ),
    )


def _filler_for(cursor: Cursor[Any], rows: list[Row]) -> Filler:
    """Knows the numbers of all stems and words these rows hold, and which come next."""
    said = {
        (word, term(word, language)) for row in rows for _, language, words in row.texts
        for word in words
    }  # fmt: skip
    cursor.execute(
        "SELECT stem, id FROM search_index_stems WHERE stem = ANY(%s)",
        (list({stem for _, stem in said}),),
    )
    stems = dict(cursor.fetchall())
    cursor.execute(
        "SELECT word, stem, id FROM search_index_words WHERE word = ANY(%s)",
        (list({word for word, _ in said}),),
    )
    words = {(word, stem): number for word, stem, number in cursor}
    cursor.execute(
        "SELECT coalesce((SELECT max(id) FROM search_index_stems), 0),"
        " coalesce((SELECT max(id) FROM search_index_words), 0),"
        " coalesce((SELECT max(number) FROM search_index_listings), 0)"
    )
    stem, word, listing = cursor.fetchone() or (0, 0, 0)
    return Filler(
        cursor,
        "search_index_",
        stems=stems,
        words=words,
        next_stem=stem + 1,
        next_word=word + 1,
        next_listing=listing + 1,
    )


def _take_out(cursor: Cursor[Any], ids: list[str]) -> tuple[int, float]:
    """Remove all lines of these listings; how many there were, and the length of their texts."""
    cursor.execute(
        "DELETE FROM search_index_listings WHERE id = ANY(%s) RETURNING number, length", (ids,)
    )
    gone = cursor.fetchall()
    if not gone:
        return 0, 0.0
    numbers = [number for number, _ in gone]
    cursor.execute(
        """
        WITH gone AS (
            DELETE FROM search_index_texts WHERE listing = ANY(%s) RETURNING listing, words
        ), said AS (SELECT DISTINCT listing, word FROM gone, unnest(words) AS word),
        held AS (
            SELECT DISTINCT listing, w.stem FROM said JOIN search_index_words w ON w.id = said.word
        ), postings AS (
            DELETE FROM search_index_postings p USING held
            WHERE p.stem = held.stem AND p.listing = held.listing
        ), used AS (
            UPDATE search_index_words w SET uses = w.uses - u.number FROM (
                SELECT word, count(*) AS number FROM gone, unnest(words) AS word GROUP BY word
            ) u WHERE w.id = u.word
        )
        UPDATE search_index_stems s SET held = s.held - h.number FROM (
            SELECT stem, count(*) AS number FROM held GROUP BY stem
        ) h WHERE s.id = h.stem""",
        (numbers,),
    )
    cursor.execute("DELETE FROM search_index_words WHERE uses <= 0")
    cursor.execute("DELETE FROM search_index_spots WHERE listing = ANY(%s)", (numbers,))
    cursor.execute("DELETE FROM search_index_names WHERE listing = ANY(%s)", (numbers,))
    return len(gone), sum(length for _, length in gone)
