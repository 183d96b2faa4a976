"""What somebody typed, asked for by the name of its field. What was left empty is None."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from directory.geo.place import Point

Answers = Mapping[str, Any]


class Typed:
    """`key`: the listing's id, from which its children get theirs: the same each time."""

    def __init__(self, answers: Answers, key: str) -> None:
        self.answers, self.key = answers, UUID(key)

    def one(self, name: str) -> str | None:
        value = self.answers.get(name)
        words = value.strip() if isinstance(value, str) else ""
        return words or None

    def many(self, name: str) -> list[str]:
        value = self.answers.get(name)
        if isinstance(value, str):  # of a draft from when there was one answer to choose
            value = [value] if value else []
        return [str(each) for each in value] if isinstance(value, list) else []

    def web(self, name: str) -> str | None:
        """People leave out the scheme."""
        typed = self.one(name)
        if not typed or "://" in typed or ":" in typed.split("/")[0]:
            return typed
        return f"https://{typed}"

    def number(self, name: str) -> float | None:
        try:
            return float((self.one(name) or "").replace(",", ".").lstrip("$£€ "))
        except ValueError:
            return None

    def id(self, word: str) -> str:
        return str(uuid5(self.key, word))


def point_of(answers: Answers) -> Point | None:
    """The point that was typed or chosen on the map, if it is one."""
    try:
        latitude = float(str(answers.get("latitude") or ""))
        longitude = float(str(answers.get("longitude") or ""))
    except ValueError:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return latitude, longitude
