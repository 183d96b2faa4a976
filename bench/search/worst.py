"""The dearest questions that can be typed: a hundred thousand of them, and how long the worst took.

    python -m bench.search.worst --size 100000 --questions 100000

Questions are made from a seed: wildcards, hundreds of words, single letters, the commonest words
all at once, long phrases, brackets, minus signs, other scripts, damaged text, thousands of facet
values. They go the whole way: read by the program, looked up in the gazetteer, found by the engine.
"""

import argparse
import heapq
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.search.corpus import Corpus
from bench.search.queries import AXES, NOW
from directory.geo.gazetteer import gazetteer_at
from directory.search.query import Choice
from directory.search.understand import understand
from directory.search.whoosh_engine import WhooshEngine

WORST = 10

Kind = Callable[[random.Random, Corpus], str]
KINDS: dict[str, Kind] = {
    "plain": lambda pick, corpus: corpus.say(pick.randint(1, 6)),
    "wildcards": lambda pick, corpus: " ".join(
        pick.choice(("*a*", "a*", "*", "?", "[a TO zzzz]", "*:*", f"{pick.choice('abst')}*"))
        for _ in range(pick.randint(1, 12))
    ),
    "500 words": lambda pick, corpus: corpus.say(500),
    "common words": lambda pick, corpus: " ".join(corpus.words[: pick.randint(5, 60)]),
    "single letters": lambda pick, corpus: " ".join(pick.choices("abcdefghijklmnopq", k=40)),
    "prefixes": lambda pick, corpus: " ".join(
        f"{word[:3]}*" for word in corpus.say(pick.randint(1, 16)).split()
    ),
    "phrase": lambda pick, corpus: f'"{corpus.say(pick.randint(2, 12))}" {corpus.say(2)}',
    "minus": lambda pick, corpus: " ".join(f"-{word}" for word in corpus.say(16).split()),
    "brackets": lambda pick, corpus: "(" * pick.randint(1, 200) + corpus.say(3) + ")" * 50,
    "misspelled": lambda pick, corpus: " ".join(
        word[:2] + pick.choice("xqz") + word[2:] for word in corpus.say(8).split()
    ),
    "any signs": lambda pick, corpus: "".join(
        chr(pick.choice((pick.randint(1, 0x24F), pick.randint(0x300, 0x36F),
                         pick.randint(0x4E00, 0x9FFF), pick.randint(0x1F300, 0x1F6FF))))
        for _ in range(pick.randint(1, 300))
    ),
    "places": lambda pick, corpus: pick.choice(
        ("near springfield", "in st paul tonight", "san jose ca", "94110", "near near near",
         "san san san francisco francisco")
    ) + " " + corpus.say(3),
}  # fmt: skip


def typed(corpus: Corpus, count: int, seed: int = 3) -> Iterator[tuple[str, str]]:
    pick = random.Random(seed)  # noqa: S311 - no secret
    names = list(KINDS)
    for number in range(count):
        name = names[number % len(names)]
        yield name, KINDS[name](pick, corpus)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=2_000)
    wanted = parser.parse_args()
    corpus = Corpus(wanted.size)
    pick = random.Random(9)  # noqa: S311 - no secret
    many = frozenset(f"code-{n}" for n in range(10_000))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        engine = WhooshEngine(Path(scratch) / "index")
        engine.rebuild(corpus.documents())
        gazetteer = gazetteer_at(Path(scratch), "US")
        worst: list[tuple[float, str, str]] = []
        total, sums = Counter[str](), defaultdict[str, float](float)
        for name, words in typed(corpus, wanted.questions):
            facets = {}
            if pick.random() < 0.1:
                axis = pick.choice(list(AXES))
                facets = {axis: Choice(many | frozenset(AXES[axis][:3]))}
            begun = time.perf_counter()
            understood = understand(words, "", now=NOW, gazetteer=gazetteer)
            engine.find(understood.query(facets=facets))
            took = (time.perf_counter() - begun) * 1000
            total[name] += 1
            sums[name] += took
            heapq.heappush(worst, (took, name, words[:60]))
            if len(worst) > max(WORST, wanted.questions // 1000):
                heapq.heappop(worst)
        engine.close()
    print(f"{wanted.size:,} listings, {wanted.questions:,} questions, whole way")
    print("| kind | asked | mean ms |\n|---|---|---|")
    for name, count in total.items():
        print(f"| {name} | {count:,} | {sums[name] / count:.2f} |")
    ranked = sorted(worst, reverse=True)
    print(f"worst {ranked[0][0]:.0f} ms, p99.9 {ranked[-1][0]:.0f} ms; the worst:")
    for took, name, words in ranked[:WORST]:
        print(f"  {took:6.1f} ms  {name}: {words!r}")


if __name__ == "__main__":
    main()
