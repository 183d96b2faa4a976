"""Type codes of meeting feeds that are understood. Feeds give the same letters other meanings, so
what is not here stays unknown rather than guessed."""

from collections.abc import Mapping
from types import MappingProxyType

# code -> (axis, code) of our classification
TERMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "W": ("audience", "women"),
        "M": ("audience", "men"),
        "Y": ("audience", "young-people"),
        "LGBTQ": ("audience", "lgbtq"),
        "LGBTQIA": ("audience", "lgbtq"),
        "G": ("audience", "men"),
        "SEN": ("audience", "older-adults"),
        "T": ("audience", "trans"),
        "X": ("access", "step-free"),
        "ASL": ("access", "sign-language"),
        "BA": ("access", "childcare"),
    }
)

# code -> words about who may come
OPENNESS: Mapping[str, str] = MappingProxyType(
    {
        "O": "Open: anybody may come.",
        "C": "Closed: only for people who share what the group is about.",
    }
)

LANGUAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "EN": ("English", "en"),
        "S": ("Spanish", "es"),
        "FR": ("French", "fr"),
        "DE": ("German", "de"),
        "ITA": ("Italian", "it"),
        "POR": ("Portuguese", "pt"),
        "POL": ("Polish", "pl"),
        "RUS": ("Russian", "ru"),
    }
)

NEWCOMERS = "BE"
ONLINE, VENUE_CLOSED = "ONL", "TC"
STEPS = "ST"
# What the codes say that is read elsewhere than in the tables above.
READ = frozenset({*OPENNESS, *TERMS, *LANGUAGES, NEWCOMERS, ONLINE, VENUE_CLOSED, STEPS})
