"""Listings like one: they share kinds, topics and audiences, and lie near."""

from typing import Any

from psycopg import Cursor

from directory.search.postgres_engine.lexicon import State
from directory.search.postgres_engine.where import GREAT_CIRCLE
from directory.search.query import Hit
from directory.search.weights import SIMILAR, SIMILAR_HALF_KM

STATEMENT = f"""
WITH model AS (SELECT * FROM search_index_listings WHERE number = %(number)s),
shared AS (
    SELECT l.number, l.id, l.revision, l.tie, sum(mine.worth) AS worth
    FROM search_index_listings l, unnest(l.facets) AS code
    JOIN unnest(%(codes)s::integer[], %(worths)s::float8[]) AS mine (code, worth) USING (code)
    WHERE l.facets && %(codes)s::integer[] AND l.number <> %(number)s
    AND (NOT l.fictional OR (SELECT fictional FROM model))
    GROUP BY l.number
)
SELECT id, revision, worth / (1 + coalesce(
    CASE WHEN %(latitude)s::float8 IS NOT NULL THEN (
        SELECT min({GREAT_CIRCLE}) FROM search_index_spots s
        WHERE s.listing = shared.number AND s.latitude IS NOT NULL
    ) END, %(far)s) / {SIMILAR_HALF_KM}) AS score
FROM shared ORDER BY score DESC, tie, number LIMIT %(limit)s"""


def similar(cursor: Cursor[Any], state: State, listing_id: str, limit: int) -> list[Hit]:
    cursor.execute(
        "SELECT number, facets, latitude, longitude FROM search_index_listings l"
        " LEFT JOIN search_index_spots s ON s.listing = number AND latitude IS NOT NULL"
        " WHERE id = %s ORDER BY place LIMIT 1",
        (listing_id,),
    )
    model = cursor.fetchone()
    if model is None:
        return []
    number, facets, latitude, longitude = model
    held = [state.codes[code].partition(":")[0] for code in facets]
    worths = [SIMILAR.get(axis, 0.0) / held.count(axis) for axis in held]
    cursor.execute(
        STATEMENT.encode(),
        {
            "number": number,
            "codes": [code for code, worth in zip(facets, worths, strict=True) if worth],
            "worths": [worth for worth in worths if worth],
            "latitude": latitude,
            "longitude": longitude,
            # What has no point counts as there; without a point of its own nothing is near.
            "far": 0.0 if latitude is None else SIMILAR_HALF_KM,
            "limit": limit,
        },
        prepare=False,
    )
    return [Hit(listing_id, revision, score) for listing_id, revision, score in cursor]
