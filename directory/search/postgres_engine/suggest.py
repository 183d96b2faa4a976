"""Names that begin so: of listings, and of those who run them."""

from typing import Any

from psycopg import Cursor

from directory.search.analysis import fold
from directory.search.names import beginnings
from directory.search.postgres_engine.lexicon import LAST
from directory.search.rows import ORGANIZATION

MOST_LOOKED_AT = 2000  # beginnings: a letter may begin very many


def suggest(cursor: Cursor[Any], prefix: str, limit: int) -> list[str]:
    """Those with the most listings first; names that begin with the prefix before names that hold
    it further on."""
    begun = beginnings(prefix)
    if not begun:
        return []
    key = begun[0].decode(errors="ignore")
    cursor.execute(
        "SELECT shown, count(DISTINCT (kind, listing))"
        " + count(DISTINCT kind) FILTER (WHERE kind = %(organization)s) FROM ("
        " SELECT shown, kind, listing FROM search_index_names"
        " WHERE key >= %(from)s AND key < %(to)s ORDER BY key LIMIT %(most)s) begun GROUP BY shown",
        {"organization": ORGANIZATION, "from": key, "to": key + LAST, "most": MOST_LOOKED_AT},
    )
    asked = fold(prefix).strip()
    found = [(not fold(name).startswith(asked), -use, name) for name, use in cursor]
    return [name for _, _, name in sorted(found)[:limit]]
