"""How well and how fast the crisis panel recognizes what it should, from the project's root:

python bench/relevance/crisis.py                              tests/search/crisis_cases.csv
python bench/relevance/crisis.py ../shared/crisis/search_queries.csv
"""

import csv
import sys
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from directory.search.crisis import levels  # noqa: E402

OURS = ROOT / "tests" / "search" / "crisis_cases.csv"
ROUNDS = 5
NONE = "none"


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else OURS
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    level = "level" if "level" in rows[0] else "expected_panel"
    sets: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        sets[row.get("set", path.name)].append(row)
    print("| set | urgent | safety | soft | shown anything on none | soft shown as urgent |")
    print("|---|---|---|---|---|---|")
    for name, some in sets.items():
        print(f"| {name} | {' | '.join(_figures(some, level))} |")
    times = sorted(_milliseconds(row["query"]) for row in rows)
    print(
        f"\nms a query, best of {ROUNDS}: p50 {times[len(times) // 2]:.3f}, "
        f"p99 {times[int(len(times) * 0.99)]:.3f}, longest {times[-1]:.3f}"
    )


def _figures(rows: list[dict[str, str]], column: str) -> list[str]:
    shown: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        shown[row[column]].append(levels(row["query"]))
    return [
        *(_share([wanted in found for found in shown[wanted]]) for wanted in ("urgent", "safety")),
        _share(["soft" in found for found in shown["soft"]]),
        _share([bool(found) for found in shown[NONE]]),
        _share(["urgent" in found for found in shown["soft"]]),
    ]


def _share(hits: list[bool]) -> str:
    return f"{sum(hits)} of {len(hits)} ({sum(hits) / max(1, len(hits)):.1%})"


def _milliseconds(query: str) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        levels(query)
        best = min(best, time.perf_counter() - start)
    return best * 1000


if __name__ == "__main__":
    main()
