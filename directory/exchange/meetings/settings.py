"""What a feed of meetings does not say about itself: a mapping file of its own, in TOML or JSON."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from directory.exchange.flat.mapping import MappingError
from directory.listings.classification import find_term
from directory.listings.record import Source

# "62584 Book Study": a registration number stands before the name.
_NUMBER = r"^(\d{4,})\s+(?=\S)"
_TESTS = (
    r"(?i)\btest(ing)?\b.*\b(meeting|types?|entry)\b|\btrying\b.*\btypes?\b|\bdo not (use|list)\b"
)
_INTERNAL = r"(?i)\bbusiness meeting\b|\b(district|area|service) (committee|assembly)\b"


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingSettings:
    source: Source
    namespace: str
    zone: str | None = None  # where the feed names none
    number: re.Pattern[str] = re.compile(_NUMBER)
    tests: re.Pattern[str] = re.compile(_TESTS)  # by name: entries made to try the software
    internal: re.Pattern[str] = re.compile(_INTERNAL)  # by name: not for people who look for help
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # What a type code of this feed means beyond the usual ones: axis and code of ours.
    types: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def plain_settings(source: Source) -> MeetingSettings:
    """For a feed without a mapping."""
    return MeetingSettings(source=source, namespace=source.name)


def load(path: Path) -> MeetingSettings:
    """Reads a mapping file for meetings. Raises MappingError."""
    try:
        text = path.read_text("utf-8")
        data = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        return _settings(data)
    except MappingError as error:
        raise MappingError(f"{path.name}: {error}") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise MappingError(f"{path.name}: not of the expected form ({error})") from error


def _settings(data: dict[str, Any]) -> MeetingSettings:
    known = {"namespace", "zone", "number", "tests", "internal", "terms", "types"}
    meetings = data["meetings"]
    for name in sorted({*meetings} - known) + sorted({*data} - {"source", "meetings"}):
        raise MappingError(f"there is no {name}")
    strange = sorted(data["source"].keys() - {f.name for f in fields(Source)})
    if strange:
        raise MappingError(f"[source]: there is no {strange[0]}")
    terms = {axis: tuple(codes) for axis, codes in meetings.get("terms", {}).items()}
    types = {code: (axis, term) for code, (axis, term) in meetings.get("types", {}).items()}
    pairs = [(axis, code) for axis, codes in terms.items() for code in codes]
    for axis, code in (*pairs, *types.values()):
        if find_term(axis, code) is None:
            raise MappingError(f"there is no term {axis}:{code}")
    patterns = {
        name: re.compile(meetings[name])
        for name in ("number", "tests", "internal")
        if name in meetings
    }
    return MeetingSettings(
        source=Source(**data["source"]),
        namespace=meetings["namespace"],
        zone=meetings.get("zone"),
        terms=terms,
        types=types,
        **patterns,
    )
