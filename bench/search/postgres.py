# ruff: noqa: S608 - the SQL is put together from names that stand in this file
"""PostgreSQL beside the others: our engine in it, and full text search as its manual shows it.

Both need BENCH_DATABASE_URL (`postgresql+psycopg://…`, a database whose owner asks); each works in
a schema of its own, which is dropped and made anew.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy

from bench.search.contender import EARTH_KM, PAGE, body, box
from bench.search.queries import AXES, Asked
from directory.search.document import Document

URL = os.environ.get("BENCH_DATABASE_URL", "")


def database(schema: str) -> sqlalchemy.Engine:
    engine = sqlalchemy.create_engine(URL, connect_args={"options": f"-csearch_path={schema}"})
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    return engine


def size_of_schema(engine: sqlalchemy.Engine) -> int:
    with engine.connect() as connection:
        return int(
            connection.exec_driver_sql(
                "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c"
                " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
            ).scalar_one()
        )


class OursInPostgres:
    name = "ours in PostgreSQL"

    def __init__(self, folder: Path) -> None:
        from directory.search.postgres_engine import PostgresEngine

        self.database = database("bench_ours")
        self.engine = PostgresEngine(lambda: self.database, synonyms=())

    def build(self, documents: Iterable[Document]) -> None:
        self.engine.rebuild(documents)

    def ask(self, asked: Asked) -> int:
        return self.engine.find(asked.query()).total

    def upsert(self, document: Document) -> None:
        self.engine.apply([(document.id, document, document.revision)])

    def disk(self) -> int:
        return size_of_schema(self.database)


class PlainPostgres:
    """`to_tsvector('english')` with GIN, `ts_rank`, `ts_headline`, a row for each facet value,
    GiST points and a great circle."""

    name = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        self.database = database("bench_plain")
        self.connection = psycopg.connect(
            sqlalchemy.make_url(URL).set(drivername="postgresql").render_as_string(False),
            options="-csearch_path=bench_plain",
            autocommit=True,
        )
        self.connection.execute(
            "CREATE TABLE docs (number int PRIMARY KEY, id text UNIQUE, body text, search tsvector"
            " GENERATED ALWAYS AS (to_tsvector('english', body)) STORED);"
            "CREATE TABLE spots (doc int, lat float8, lon float8);"
            "CREATE TABLE facets (axis text, code text, doc int, PRIMARY KEY (axis, code, doc));"
        )

    def build(self, documents: Iterable[Document]) -> None:
        with self.connection.transaction(), self.connection.cursor() as cursor:
            documents = list(documents)
            with cursor.copy("COPY docs (number, id, body) FROM STDIN") as copy:
                for number, one in enumerate(documents):
                    copy.write_row((number, one.id, body(one)))
            with cursor.copy("COPY spots FROM STDIN") as copy:
                for number, one in enumerate(documents):
                    for line in _points(number, one):
                        copy.write_row(line)
            with cursor.copy("COPY facets FROM STDIN") as copy:
                for number, one in enumerate(documents):
                    for line in _codes(number, one):
                        copy.write_row(line)
            cursor.execute(
                "CREATE INDEX ON docs USING gin (search);"
                "CREATE INDEX ON spots USING gist (point(lon, lat)); CREATE INDEX ON spots (doc);"
                "CREATE INDEX ON facets (doc, axis, code)"
            )
        self.connection.execute("VACUUM ANALYZE")

    def ask(self, asked: Asked) -> int:
        values: dict[str, Any] = {"words": " | ".join(asked.words)}
        matches = "search @@ to_tsquery('english', %(words)s)"
        if asked.circle:
            south, north, west, east = box(asked.circle)
            latitude, longitude, km = asked.circle
            values |= {"s": south, "n": north, "w": west, "e": east}
            values |= {"lat": latitude, "lon": longitude, "km": km}
            matches += (
                " AND number IN (SELECT doc FROM spots WHERE"
                " point(lon, lat) <@ box(point(%(w)s, %(s)s), point(%(e)s, %(n)s)) AND"
                f" {2 * EARTH_KM} * asin(sqrt(sin(radians(lat - %(lat)s) / 2) ^ 2"
                " + cos(radians(%(lat)s)) * cos(radians(lat))"
                " * sin(radians(lon - %(lon)s) / 2) ^ 2)) <= %(km)s)"
            )
        wishes = {}
        for axis, codes in asked.wishes.items():
            values[axis] = list(codes)
            wishes[axis] = (
                f"number IN (SELECT doc FROM facets WHERE axis = '{axis}'"
                f" AND code = ANY(%({axis})s))"
            )
        all_wishes = " AND ".join(wishes.values()) or "true"
        statement = (
            f"WITH text AS MATERIALIZED (SELECT number FROM docs WHERE {matches}),"
            f" found AS MATERIALIZED (SELECT number FROM text WHERE {all_wishes}),"
            " best AS (SELECT id, body FROM docs JOIN found USING (number)"
            " ORDER BY ts_rank(search, to_tsquery('english', %(words)s)) DESC, number"
            f" LIMIT {PAGE})"
            " SELECT (SELECT count(*) FROM found), (SELECT json_agg(ts_headline('english', body,"
            " to_tsquery('english', %(words)s))) FROM best)"
        )
        for axis in AXES:
            others = " AND ".join(w for other, w in wishes.items() if other != axis) or "true"
            statement += (
                ", (SELECT json_object_agg(code, held) FROM (SELECT code, count(*) AS held"
                f" FROM facets WHERE axis = '{axis}' AND doc IN (SELECT number FROM text"
                f" WHERE {others}) GROUP BY code) one)"
            )
        line = self.connection.execute(statement.encode(), values, prepare=False).fetchone()
        return int(line[0]) if line else 0

    def upsert(self, document: Document) -> None:
        with self.connection.transaction(), self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE docs SET body = %s WHERE id = %s RETURNING number",
                (body(document), document.id),
            )
            number = (cursor.fetchone() or (0,))[0]
            for table in ("spots", "facets"):
                cursor.execute(f"DELETE FROM {table} WHERE doc = %s".encode(), (number,))
            cursor.executemany("INSERT INTO spots VALUES (%s, %s, %s)", _points(number, document))
            cursor.executemany("INSERT INTO facets VALUES (%s, %s, %s)", _codes(number, document))

    def disk(self) -> int:
        return size_of_schema(self.database)


def _points(number: int, document: Document) -> list[tuple[int, float | None, float | None]]:
    spots = document.spots
    return [(number, s.latitude, s.longitude) for s in spots if s.latitude is not None]


def _codes(number: int, document: Document) -> list[tuple[str, str, int]]:
    return [(axis, code, number) for axis, codes in document.facets.items() for code in codes]
