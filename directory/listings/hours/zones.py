"""Time zones by name: IANA's names, or a bare offset from UTC."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

FURTHEST = timedelta(hours=14)


@lru_cache(maxsize=1024)
def find_zone(name: str) -> tzinfo | None:
    """An IANA name, or what `zone_name` wrote; None if nobody knows it."""
    if name.startswith("UTC") and len(name) > 3:
        return read_offset(name[3:])
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # unknown, a path, a folder of the zone database
        return None


def read_offset(text: str) -> tzinfo | None:
    """`Z` or such as `-06:00`; None if it is neither."""
    if text == "Z":
        return UTC
    match = re.fullmatch(r"([+-])(\d{2}):(\d{2})", text)
    if not match or int(match[3]) > 59:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    if offset > FURTHEST:
        return None
    return timezone(-offset if match[1] == "-" else offset)


def offset_text(offset: timedelta) -> str:
    """Such as -06:00."""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def zone_name(zone: tzinfo) -> str:
    """The IANA name, or such as UTC-06:00 for a bare offset."""
    if isinstance(zone, ZoneInfo) and zone.key:
        return zone.key
    return f"UTC{offset_text(zone.utcoffset(None) or timedelta())}"


def as_zone(zone: str | tzinfo | None) -> tzinfo | None:
    return find_zone(zone) if isinstance(zone, str) else zone
