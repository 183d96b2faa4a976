"""Listings by the thousand from a seed: the same ones for every engine and every run.

Towns are sized by a power law and lie in an area that grows with the number of listings, words
follow Zipf's law, and each listing has facets, places and hours of the shapes real ones have.
"""

import random
from collections.abc import Iterator
from uuid import UUID

from directory.search.document import Document, Spot, Text

TOPICS = [f"topic-{n}" for n in range(30)]
KINDS = ["crisis-line", "warm-line", "support-group", "class", "volunteering",
         "online-community", "practice", "programme", "guide"]  # fmt: skip
AUDIENCES = [f"audience-{n}" for n in range(12)]
FORMATS = ["in-person", "online", "phone", "text", "chat", "hybrid"]
COSTS = ["free", "donation", "low-cost", "sliding-scale", "paid", "insurance"]
ACCESS = ["step-free", "hearing-loop", "quiet-room"]
ZONES = ["America/Chicago", "America/New_York", "Europe/London"]
STATES = ["MN", "WI", "IL", "NY", "CA"]
TODAY = 20_000  # days since 1970

_SYLLABLES = ["ba", "re", "ti", "mo", "lun", "gar", "sel", "vi", "dan", "kor", "pe", "sha", "nu",
              "fir", "ol", "zan", "mer", "qui", "tab", "wen"]  # fmt: skip


class Corpus:
    def __init__(self, size: int, seed: int = 7) -> None:
        self.size = size
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self.words = self._vocabulary(min(60_000, 2_000 + size // 2))
        weights = [1 / (rank + 2) for rank in range(len(self.words))]
        self._cumulative = [0.0]
        for weight in weights:
            self._cumulative.append(self._cumulative[-1] + weight)
        del self._cumulative[0]
        self.towns = self._towns(max(8, size // 60))

    def _vocabulary(self, count: int) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < count:
            length = self._random.choice((2, 2, 3, 3, 4))
            words["".join(self._random.choice(_SYLLABLES) for _ in range(length))] = None
        return list(words)

    def _towns(self, count: int) -> list[tuple[str, float, float, float]]:
        """Name, latitude, longitude, cumulative weight."""
        reach = min(20.0, 0.5 + (self.size / 1000) ** 0.5)  # degrees
        towns, total = [], 0.0
        for n in range(count):
            total += 1 / (n + 1)
            name = self._random.choice(self.words[:2000]) + "ville"
            latitude = 40 + self._random.uniform(-reach / 2, reach / 2)
            towns.append((name, latitude, -93 + self._random.uniform(-reach, reach), total))
        return towns

    def town(self) -> tuple[str, float, float]:
        (name, latitude, longitude, _) = self._random.choices(
            self.towns, cum_weights=[town[3] for town in self.towns]
        )[0]
        return name, latitude, longitude

    def say(self, count: int) -> str:
        return " ".join(self._random.choices(self.words, cum_weights=self._cumulative, k=count))

    def documents(self) -> Iterator[Document]:
        return (self.document(number) for number in range(self.size))

    def document(self, number: int) -> Document:
        pick = self._random
        name = self.say(pick.randint(2, 4))
        organization = f"{self.words[number % 997]} {self.words[number % 89]} trust"
        texts = [
            Text("name", "en", name),
            Text("organization", "en", organization),
            Text("description", "en", self.say(pick.randint(40, 120))),
            Text("details", "en", self.say(pick.randint(5, 20))),
        ]
        facets = {
            "topic": tuple(pick.sample(TOPICS, pick.randint(1, 4))),
            "kind": (pick.choice(KINDS),),
            "audience": tuple(pick.sample(AUDIENCES, pick.randint(0, 2))),
            "format": tuple(pick.sample(FORMATS, pick.randint(1, 2))),
            "cost": (pick.choice(COSTS),),
            "access": tuple(pick.sample(ACCESS, pick.randint(0, 2))),
        }
        texts.extend(Text("terms", "en", code.replace("-", " ")) for code in facets["topic"])
        spots, coverage = [], []
        if pick.random() < 0.9:
            for _ in range(pick.choice((1, 1, 1, 2, 3))):
                town, latitude, longitude = self.town()
                texts.append(Text("area", "en", town))
                spots.append(self._spot(latitude, longitude))
        else:
            spots.append(self._spot(None, None))
            coverage.append(pick.choice(["world", "US", "US-" + pick.choice(STATES)]))
        checked = TODAY - pick.randint(0, 400) if pick.random() < 0.9 else None
        return Document(
            id=str(UUID(int=pick.getrandbits(128), version=4)),
            revision=pick.randint(1, 9),
            name=name,
            organizations=(organization,),
            texts=tuple(texts),
            facets={axis: codes for axis, codes in facets.items() if codes},
            coverage=tuple(coverage),
            spots=tuple(spots),
            checked=checked,
            lower_after=None if checked is None else checked + 180,
            hide_after=None if checked is None else checked + 360,
            completeness=pick.randint(4, 10) / 10,
            fictional=pick.random() < 0.02,
        )

    def _spot(self, latitude: float | None, longitude: float | None) -> Spot:
        pick = self._random
        bits = 0
        if known := pick.random() < 0.8:
            for day in pick.sample(range(7), pick.randint(1, 6)):
                begin, length = pick.randrange(28, 80), pick.randint(4, 40)
                for quarter in range(begin, begin + length):
                    bits |= 1 << (day * 96 + quarter) % 672
        if latitude is not None and longitude is not None:
            latitude += pick.gauss(0, 0.05)
            longitude += pick.gauss(0, 0.07)
        return Spot(
            location_id=str(UUID(int=pick.getrandbits(128), version=4)),
            latitude=latitude,
            longitude=longitude,
            zone=pick.choice(ZONES),
            week=bits.to_bytes(84, "little"),
            hours_known=known,
        )
