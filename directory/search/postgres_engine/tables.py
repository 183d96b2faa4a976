"""The tables of the index, and what says whether they can be used.

`NEXT` stands before the names of tables that are being filled; a rebuild takes it away.
"""

from typing import LiteralString

from directory.search import analysis, weights
from directory.search.document import VERSION
from directory.search.reach import QUARTERS

FORMAT = 3
STAMP = f"{FORMAT}-{VERSION}-{analysis.STAMP}-{weights.STAMP}"
WRITER = 7_224_101  # key of the advisory lock: one writer at a time

NAMES = ("stems", "words", "listings", "texts", "postings", "spots", "names")

STATE: LiteralString = """
CREATE TABLE search_index_state (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    stamp text NOT NULL,
    listings integer NOT NULL,
    length double precision NOT NULL,
    zones text[] NOT NULL,
    codes text[] NOT NULL
)"""

# Words are compared as bytes: the order must be ours and a beginning must be found by its range.
TABLES: LiteralString = """
CREATE TABLE search_index_next_stems (
    id integer PRIMARY KEY, stem text COLLATE "C" NOT NULL UNIQUE, held integer NOT NULL
);
CREATE TABLE search_index_next_words (
    id integer PRIMARY KEY, word text COLLATE "C" NOT NULL, stem integer NOT NULL,
    uses integer NOT NULL, UNIQUE (word, stem)
);
CREATE TABLE search_index_next_listings (
    number integer PRIMARY KEY, id text COLLATE "C" NOT NULL UNIQUE, revision bigint NOT NULL,
    tie bigint NOT NULL, name_key text COLLATE "C" NOT NULL, complete real NOT NULL,
    checked integer, lower_after integer, hide_after integer, fictional boolean NOT NULL,
    facets integer[] NOT NULL, coverage text[] COLLATE "C" NOT NULL, length real NOT NULL
);
CREATE TABLE search_index_next_texts (
    listing integer PRIMARY KEY, said tsvector NOT NULL, words integer[] NOT NULL
);
CREATE TABLE search_index_next_postings (
    stem integer NOT NULL, listing integer NOT NULL, weight real NOT NULL, length real NOT NULL
);
CREATE TABLE search_index_next_spots (
    listing integer NOT NULL, place integer NOT NULL, location_id text NOT NULL,
    latitude double precision, longitude double precision, zone text NOT NULL,
    week bit(672), known boolean NOT NULL
);
CREATE TABLE search_index_next_names (
    listing integer NOT NULL, kind smallint NOT NULL, shown text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL, hash bigint
)"""

# Made after the tables are filled. An index that holds all columns saves the way to the table.
INDEXES: LiteralString = """
CREATE INDEX ON search_index_next_words (stem);
CREATE INDEX ON search_index_next_words ("left"(word, 1), length(word), uses);
CREATE INDEX ON search_index_next_listings USING gin (facets);
CREATE INDEX ON search_index_next_listings USING gin (coverage);
CREATE INDEX ON search_index_next_texts USING gin (said);
CREATE INDEX ON search_index_next_postings (stem, listing) INCLUDE (weight, length);
CREATE INDEX ON search_index_next_spots (listing);
CREATE INDEX ON search_index_next_spots USING gist (point(longitude, latitude))
    WHERE latitude IS NOT NULL;
CREATE INDEX ON search_index_next_names (listing);
CREATE INDEX ON search_index_next_names (key);
CREATE INDEX ON search_index_next_names (hash) WHERE hash IS NOT NULL"""


def week_bits(week: bytes) -> str | None:
    """A week as PostgreSQL writes bits, the first quarter-hour first; None where it is never
    open."""
    bits = int.from_bytes(week, "little")
    return f"{bits:0{QUARTERS}b}"[::-1] if bits else None
