"""The queries and what a person said of the answers. README.md beside this file says how."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Judged:
    id: str
    words: str
    near: str  # the place box
    language: str
    kind: str  # of SEARCH 9's table, or "name" for a known item
    like: str  # the id of the query it means the same as: judged with its grades
    expects: str  # slug of the one listing that is looked for by name
    set: str  # "development", or "held back": never looked at while tuning
    needs: str  # "sample" where only the sample data answers it


@cache
def queries() -> tuple[Judged, ...]:
    with (HERE / "queries.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Judged(**row) for row in csv.DictReader(file))


@cache
def grades() -> dict[str, dict[str, int]]:
    """Query to slug to 0-3. A query that means the same as another has the other's."""
    found: dict[str, dict[str, int]] = {}
    with (HERE / "judgements.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["query"], {})[row["listing"]] = int(row["grade"])
    for query in queries():
        if query.like:
            found[query.id] = found.get(query.like, {})
    return found
