"""Measures the search of this site against judged queries; README.md beside this file says how.

python bench/relevance/run.py                    the table of steps
python bench/relevance/run.py --only blend       one step
python bench/relevance/run.py --save FILE        keep the answers, to compare with later
python bench/relevance/run.py --compare FILE     what changed since, query by query
python bench/relevance/run.py --unjudged         what to judge next

--held-back shows its single queries too; look only when nothing is tuned any more.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from corpus import SAMPLE, shared
from judged import Judged, grades, queries
from measures import interval, mean, ndcg, success
from steps import STEPS

Answers = dict[str, list[str]]  # query id to slugs


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", action="append", choices=STEPS, default=[])
    parser.add_argument("--home", type=Path, help="keep the filled site here and use it again")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--compare", type=Path)
    parser.add_argument("--unjudged", action="store_true")
    parser.add_argument("--held-back", action="store_true")
    options = parser.parse_args()
    last = "blend"
    wanted = options.only or ([last] if options.compare or options.unjudged else list(STEPS))
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder) / "site"
        answers = {step: _answers(step, home) for step in wanted}
    if options.save:
        options.save.write_text(json.dumps(answers[wanted[-1]], indent=1), encoding="utf-8")
    _table(answers)
    seen = [q for q in _asked() if options.held_back or q.set == "development"]
    if options.compare:
        before = json.loads(options.compare.read_text(encoding="utf-8"))
        _difference(before, answers[wanted[-1]], seen)
    if options.unjudged:
        for query in seen:
            _unjudged(query, answers[wanted[-1]])


def _answers(step: str, home: Path) -> Answers:
    command = [sys.executable, str(HERE / "answer.py"), step, str(home)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603 - our own
    answers: Answers = json.loads(done.stdout)
    return answers


def _asked() -> list[Judged]:
    sample = (shared() / SAMPLE).exists()
    return [query for query in queries() if sample or query.needs != "sample"]


def _score(query: Judged, answers: Answers) -> float:
    return ndcg(answers[query.id], grades()[query.id])


def _table(steps: dict[str, Answers]) -> None:
    for part in ("development", "held back"):
        asked = [query for query in _asked() if query.set == part]
        topical = [q for q in asked if not q.expects and not q.like]
        print(f"\n{part}: {len(asked)} queries, {len(topical)} of them judged by what they need\n")
        print(
            "| step | nDCG@10 | success@5 | empty | known item @1 | @10 | typo ratio "
            "| synonym ratio | change of nDCG, 95 % |"
        )
        print("|---|---|---|---|---|---|---|---|---|")
        before: Answers | None = None
        for name, answers in steps.items():
            print(f"| {name} | {' | '.join(_cells(asked, topical, answers, before))} |")
            before = answers


def _cells(
    asked: Sequence[Judged], topical: Sequence[Judged], answers: Answers, before: Answers | None
) -> list[str]:
    known = [q for q in asked if q.expects]
    change = ""
    if before is not None:
        differences = [_score(q, answers) - _score(q, before) for q in topical]
        low, high = interval(differences)
        change = f"{mean(differences):+.3f} ({low:+.3f} to {high:+.3f})"
    return [
        f"{mean([_score(q, answers) for q in topical]):.3f}",
        f"{mean([success(answers[q.id], grades()[q.id]) for q in topical]):.1%}",
        f"{mean([not answers[q.id] for q in asked]):.1%}",
        f"{mean([answers[q.id][:1] == [q.expects] for q in known]):.1%}",
        f"{mean([q.expects in answers[q.id][:10] for q in known]):.1%}",
        _ratio([q for q in asked if q.kind == "typo"], answers),
        _ratio([q for q in asked if q.kind == "synonym"], answers),
        change,
    ]


def _ratio(variants: Sequence[Judged], answers: Answers) -> str:
    """nDCG of what was misspelled, or said in other words, over nDCG of the query it stands for."""
    by_id = {query.id: query for query in queries()}
    plain = mean([_score(by_id[q.like], answers) for q in variants])
    return f"{mean([_score(q, answers) for q in variants]) / plain:.2f}" if plain else "-"


def _difference(before: Answers, after: Answers, asked: Sequence[Judged]) -> None:
    print("\n| query | before | after | first three now |\n|---|---|---|---|")
    for query in asked:
        old, new = _score(query, before), _score(query, after)
        if abs(new - old) >= 0.005:
            first = ", ".join(after[query.id][:3])
            print(f"| {query.words} {query.near} | {old:.3f} | {new:.3f} | {first} |")


def _unjudged(query: Judged, answers: Answers) -> None:
    new = [slug for slug in answers[query.id][:10] if slug not in grades()[query.id]]
    if new and not query.expects:
        print(f"{query.like or query.id} {query.words} {query.near}: {' '.join(new)}")


if __name__ == "__main__":
    main()
