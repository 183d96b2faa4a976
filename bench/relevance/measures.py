"""What a list of answers is worth. Grades are 0-3; what nobody judged is left out of a list before
it is measured, because unjudged is not wrong."""

import math
import random
from collections.abc import Mapping, Sequence


def judged_only(answers: Sequence[str], grades: Mapping[str, int]) -> list[str]:
    return [slug for slug in answers if slug in grades]


def ndcg(answers: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """0-1: gains 2^grade - 1, the later the less, against the best order there could be."""
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    got = _gain([grades[slug] for slug in judged_only(answers, grades)[:depth]])
    return got / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def success(answers: Sequence[str], grades: Mapping[str, int], depth: int = 5) -> bool:
    """Whether one of the first serves the need (2 or 3)."""
    return any(grades[slug] >= 2 for slug in judged_only(answers, grades)[:depth])


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")


def interval(differences: Sequence[float], rounds: int = 2000) -> tuple[float, float]:
    """95 % of the means one gets by drawing the same number of paired differences again."""
    draw = random.Random(1)  # noqa: S311 - the same draw each time, nothing secret
    means = sorted(mean(draw.choices(differences, k=len(differences))) for _ in range(rounds))
    return means[int(rounds * 0.025)], means[int(rounds * 0.975)]
