"""What an engine in the bench must do, and what they share."""

import math
from collections.abc import Iterable
from typing import Protocol

from bench.search.queries import Asked
from directory.search.document import Document

PAGE = 20
EARTH_KM = 6371.0088


class Contender(Protocol):
    name: str

    def build(self, documents: Iterable[Document]) -> None: ...
    def ask(self, asked: Asked) -> int: ...
    def upsert(self, document: Document) -> None: ...


def body(document: Document) -> str:
    return "\n".join(text.words for text in document.texts)


def box(circle: tuple[float, float, float]) -> tuple[float, float, float, float]:
    latitude, longitude, km = circle
    up = math.degrees(km / EARTH_KM)
    wide = up / max(0.01, math.cos(math.radians(latitude)))
    return latitude - up, latitude + up, longitude - wide, longitude + wide


def kilometres(lat: float, lon: float, other: float, across: float) -> float:
    a, b = math.radians(lat), math.radians(other)
    half = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(across - lon) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
