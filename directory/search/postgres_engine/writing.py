"""Taking in changes, and building anew. Both within a transaction that holds the writer's lock."""

from collections import Counter
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
    # Waits for all readers, who touch this table first, and lets no new one in.
    cursor.execute("DROP TABLE IF EXISTS search_index_state")
    _drop(cursor, "search_index_")
    for name in NAMES:
        cursor.execute(
            sql.SQL("ALTER TABLE {} RENAME TO {}").format(
                sql.Identifier(f"search_index_next_{name}"), sql.Identifier(f"search_index_{name}")
            )
        )
    cursor.execute(STATE)
    cursor.execute(
        "INSERT INTO search_index_state (stamp, listings, length, zones, codes)"
        " VALUES (%s, %s, %s, %s, %s)",
        (STAMP, filler.listings, filler.length, sorted(filler.zones), list(filler.codes)),
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
    filler = _filler_for(cursor, rows, state)
    if rows:
        filler.add(rows)
        filler.finish()
    cursor.execute(
        "UPDATE search_index_state SET listings = greatest(0, listings + %s),"
        " length = greatest(0, length + %s), zones = %s, codes = %s",
        (
            filler.listings - listings,
            filler.length - length,
            sorted({*state.zones, *filler.zones}),
            list(filler.codes),
        ),
    )


def _filler_for(cursor: Cursor[Any], rows: list[Row], state: State) -> Filler:
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
        codes=state.codes,
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
        "DELETE FROM search_index_texts WHERE listing = ANY(%s) RETURNING listing, words",
        (numbers,),
    )
    said = cursor.fetchall()
    uses = Counter(word for _, words in said for word in words)
    cursor.execute("SELECT id, stem FROM search_index_words WHERE id = ANY(%s)", (list(uses),))
    stems = dict(cursor.fetchall())
    held = {(stems[word], listing) for listing, words in said for word in words}
    cursor.execute(
        "DELETE FROM search_index_postings p"
        " USING unnest(%s::integer[], %s::integer[]) AS held (stem, listing)"
        " WHERE p.stem = held.stem AND p.listing = held.listing",
        ([stem for stem, _ in held], [listing for _, listing in held]),
    )
    _subtract(cursor, "words", "uses", uses)
    _subtract(cursor, "stems", "held", Counter(stem for stem, _ in held))
    for table in ("spots", "names"):
        name = sql.Identifier(f"search_index_{table}")
        cursor.execute(sql.SQL("DELETE FROM {} WHERE listing = ANY(%s)").format(name), (numbers,))
    return len(gone), sum(length for _, length in gone)


def _subtract(cursor: Cursor[Any], table: str, column: str, less: Mapping[int, int]) -> None:
    """What nothing holds any more is no word of this directory."""
    names = {
        "table": sql.Identifier(f"search_index_{table}"),
        "column": sql.Identifier(column),
    }
    cursor.execute(
        sql.SQL(
            "UPDATE {table} AS held SET {column} = held.{column} - one.less"
            " FROM unnest(%s::integer[], %s::integer[]) AS one (id, less) WHERE held.id = one.id"
        ).format(**names),
        (list(less), list(less.values())),
    )
    cursor.execute(
        sql.SQL("DELETE FROM {table} WHERE id = ANY(%s) AND {column} <= 0").format(**names),
        (list(less),),
    )
