# ruff: noqa: S608 - the SQL is put together from names that stand in this file
"""The engines side by side, each set up as its own documentation suggests, all asked for the same
page: any word, filters, circle (a box where an engine knows no circle), the best twenty with the
searched words marked, and counts for every value of five facets under all filters."""

import os
import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.search import postgres
from bench.search.contender import PAGE, body, box, kilometres
from bench.search.postgres import OursInPostgres, PlainPostgres
from bench.search.queries import AXES, Asked
from directory.search.document import Document
from directory.search.highlight import marked


class Ours:
    name = "ours"

    def __init__(self, folder: Path) -> None:
        from directory.search.whoosh_engine import WhooshEngine

        self.engine = WhooshEngine(folder, synonyms=())
        self.bodies: dict[str, str] = {}

    def build(self, documents: Iterable[Document]) -> None:
        documents = list(documents)
        self.engine.rebuild(documents)
        self.bodies = {document.id: body(document) for document in documents}

    def ask(self, asked: Asked) -> int:
        page = self.engine.find(asked.query())
        for hit in page.hits:
            "".join(f"<b>{piece}</b>" if mark else piece
                    for piece, mark in marked(self.bodies[hit.listing_id], page.forms))  # fmt: skip
        return page.total

    def upsert(self, document: Document) -> None:
        self.engine.apply([(document.id, document, document.revision)])


class SqliteFts5:
    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.db = sqlite3.connect(folder / "fts.sqlite", isolation_level=None)
        self.db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA cache_size=-200000;"
            "CREATE VIRTUAL TABLE text USING fts5(body, tokenize='porter unicode61');"
            "CREATE TABLE spots(doc INTEGER, lat REAL, lon REAL);"
            "CREATE TABLE facets(axis TEXT, code TEXT, doc INTEGER,"
            " PRIMARY KEY(axis, code, doc)) WITHOUT ROWID;"
            "CREATE TABLE ids(id TEXT PRIMARY KEY, doc INTEGER);"
        )
        self.db.create_function("km", 4, kilometres, deterministic=True)

    def build(self, documents: Iterable[Document]) -> None:
        self.db.execute("BEGIN")
        for number, document in enumerate(documents, 1):
            self._add(number, document)
        self.db.execute("CREATE INDEX spots_at ON spots(lat, lon)")
        self.db.execute("CREATE INDEX spots_doc ON spots(doc)")
        self.db.execute("CREATE INDEX facets_doc ON facets(doc, axis, code)")
        self.db.execute("COMMIT")
        self.db.execute("ANALYZE")

    def _add(self, number: int, document: Document) -> None:
        self.db.execute("INSERT INTO text(rowid, body) VALUES (?, ?)", (number, body(document)))
        self.db.execute("INSERT INTO ids VALUES (?, ?)", (document.id, number))
        self.db.executemany(
            "INSERT INTO spots VALUES (?, ?, ?)",
            [(number, s.latitude, s.longitude) for s in document.spots if s.latitude is not None],
        )
        self.db.executemany(
            "INSERT INTO facets VALUES (?, ?, ?)",
            [(axis, code, number) for axis, codes in document.facets.items() for code in codes],
        )

    def ask(self, asked: Asked) -> int:
        match = " OR ".join(f'"{word}"' for word in asked.words)
        where, values = ["text MATCH ?"], [match]
        if asked.circle:
            where.append(
                "rowid IN (SELECT doc FROM spots WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
                " AND km(?, ?, lat, lon) <= ?)"
            )
            values.extend([*box(asked.circle), *asked.circle])
        base = self._where(where, values, asked, None)
        total = self.db.execute(f"SELECT count(*) FROM text WHERE {base[0]}", base[1]).fetchone()
        self.db.execute(
            f"SELECT rowid, bm25(text), highlight(text, 0, '<b>', '</b>') FROM text"
            f" WHERE {base[0]} ORDER BY rank LIMIT {PAGE}",
            base[1],
        ).fetchall()
        for axis in AXES:
            sql, parameters = self._where(where, values, asked, axis)
            self.db.execute(
                f"SELECT code, count(*) FROM facets WHERE axis = ? AND doc IN"
                f" (SELECT rowid FROM text WHERE {sql}) GROUP BY code",
                [axis, *parameters],
            ).fetchall()
        return int(total[0])

    @staticmethod
    def _where(
        where: list[str], values: list[Any], asked: Asked, without: str | None
    ) -> tuple[str, list[Any]]:
        where, values = list(where), list(values)
        for axis, codes in asked.wishes.items():
            if axis != without:
                marks = ",".join("?" * len(codes))
                where.append(
                    f"rowid IN (SELECT doc FROM facets WHERE axis = ? AND code IN ({marks}))"
                )
                values.extend([axis, *codes])
        return " AND ".join(where), values

    def upsert(self, document: Document) -> None:
        self.db.execute("BEGIN IMMEDIATE")
        row = self.db.execute("SELECT doc FROM ids WHERE id = ?", (document.id,)).fetchone()
        number = row[0]
        for table, column in (("text", "rowid"), ("spots", "doc"), ("facets", "doc")):
            self.db.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))
        self.db.execute("DELETE FROM ids WHERE id = ?", (document.id,))
        self._add(number, document)
        self.db.execute("COMMIT")


class Tantivy:
    name = "tantivy-py"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self.tantivy = tantivy
        folder.mkdir(parents=True)
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("body", stored=True, tokenizer_name="en_stem")
        for axis in AXES:
            schema.add_text_field(axis, tokenizer_name="raw", fast=True)
        for name in ("lat", "lon"):
            schema.add_float_field(name, indexed=True, fast=True)
        self.schema = schema.build()
        self.index = tantivy.Index(self.schema, path=str(folder))

    def build(self, documents: Iterable[Document]) -> None:
        writer = self.index.writer(heap_size=256_000_000, num_threads=1)
        for document in documents:
            writer.add_document(self._document(document))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def _document(self, document: Document) -> Any:
        one = self.tantivy.Document()
        one.add_text("id", document.id)
        one.add_text("body", body(document))
        for axis in AXES:
            for code in document.facets.get(axis, ()):
                one.add_text(axis, code)
        for spot in document.spots:
            if spot.latitude is not None and spot.longitude is not None:
                one.add_float("lat", spot.latitude)
                one.add_float("lon", spot.longitude)
        return one

    def ask(self, asked: Asked) -> int:
        searcher = self.index.searcher()
        query = self._query(asked, None)
        aggs = {axis: {"terms": {"field": axis, "size": 50}} for axis in AXES}
        free = [axis for axis in AXES if axis not in asked.wishes]
        found = searcher.search(query, PAGE, count=True)
        text = self.index.parse_query(" OR ".join(asked.words), ["body"])
        marker = self.tantivy.SnippetGenerator.create(searcher, text, self.schema, "body")
        for _, address in found.hits:
            marker.snippet_from_doc(searcher.doc(address)).to_html()
        searcher.aggregate(query, {axis: aggs[axis] for axis in free})
        for axis in asked.wishes:
            searcher.aggregate(self._query(asked, axis), {axis: aggs[axis]})
        return int(found.count)

    def _query(self, asked: Asked, without: str | None) -> Any:
        query, occur = self.tantivy.Query, self.tantivy.Occur
        parts = [(occur.Must, self.index.parse_query(" OR ".join(asked.words), ["body"]))]
        for axis, codes in asked.wishes.items():
            if axis != without:
                parts.append((occur.Must, query.term_set_query(self.schema, axis, list(codes))))
        if asked.circle:
            south, north, west, east = box(asked.circle)
            kind = self.tantivy.FieldType.Float
            for name, low, high in (("lat", south, north), ("lon", west, east)):
                within = query.range_query(self.schema, name, kind, low, high)
                parts.append((occur.Must, within))
        return query.boolean_query(parts)

    def upsert(self, document: Document) -> None:
        writer = self.index.writer(heap_size=15_000_000, num_threads=1)
        writer.delete_documents("id", document.id)
        writer.add_document(self._document(document))
        writer.commit()
        self.index.reload()


class PlainWhoosh:
    name = "plain Whoosh"

    def __init__(self, folder: Path) -> None:
        from whoosh import fields, index
        from whoosh.analysis import StemmingAnalyzer

        folder.mkdir(parents=True)
        names = {axis: fields.KEYWORD(commas=True) for axis in AXES}
        schema = fields.Schema(
            id=fields.ID(unique=True, stored=True),
            body=fields.TEXT(analyzer=StemmingAnalyzer(), stored=True),
            lat=fields.NUMERIC(float),
            lon=fields.NUMERIC(float),
            **names,
        )
        self.index = index.create_in(str(folder), schema)

    def build(self, documents: Iterable[Document]) -> None:
        writer = self.index.writer(limitmb=256)
        for document in documents:
            writer.add_document(**self._fields(document))
        writer.commit()
        self.searcher = self.index.searcher()

    @staticmethod
    def _fields(document: Document) -> dict[str, Any]:
        spot = next((s for s in document.spots if s.latitude is not None), None)
        values: dict[str, Any] = {"id": document.id, "body": body(document)}
        values |= {axis: ",".join(document.facets.get(axis, ())) for axis in AXES}
        if spot:
            values |= {"lat": spot.latitude, "lon": spot.longitude}
        return values

    def ask(self, asked: Asked) -> int:
        from whoosh import sorting
        from whoosh.qparser import OrGroup, QueryParser
        from whoosh.query import And, NumericRange, Or, Term

        text = QueryParser("body", self.index.schema, group=OrGroup).parse(" ".join(asked.words))
        parts = [text]
        for axis, codes in asked.wishes.items():
            parts.append(Or([Term(axis, code) for code in codes]))
        if asked.circle:
            south, north, west, east = box(asked.circle)
            parts += [NumericRange("lat", south, north), NumericRange("lon", west, east)]
        facets = sorting.Facets()
        for axis in AXES:
            facets.add_facet(axis, sorting.FieldFacet(axis, allow_overlap=True))
        found = self.searcher.search(
            And(parts), limit=PAGE, groupedby=facets, maptype=sorting.Count, terms=True
        )
        for axis in AXES:
            found.groups(axis)
        for hit in found:
            hit.highlights("body")
        return len(found)

    def upsert(self, document: Document) -> None:
        writer = self.index.writer()
        writer.update_document(**self._fields(document))
        writer.commit()
        self.searcher = self.searcher.refresh()


CONTENDERS: dict[str, type[Any]] = {
    one.name: one
    for one in (Ours, OursInPostgres, Tantivy, SqliteFts5, PlainPostgres, PlainWhoosh)
    if postgres.URL or one not in (OursInPostgres, PlainPostgres)
}


def size_on_disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def memory() -> int:
    """Bytes of this process that are its own or mapped and touched."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder
