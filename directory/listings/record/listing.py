"""The record: one listing's content, and the only thing features hand to each other."""

from dataclasses import dataclass, field

from directory.listings.record.facts import Facts
from directory.listings.record.service import Service


@dataclass(kw_only=True, slots=True)
class Source:
    """Where the facts came from. Every record has one."""

    name: str = ""
    url: str | None = None
    id: str | None = None  # the source's own identifier of this record
    seen_on: str | None = None  # date on which somebody opened the source
    licence: str | None = None  # SPDX name or a name people know
    credit: str | None = None  # the sentence the licence asks for
    share_alike: bool = False


@dataclass(kw_only=True, slots=True)
class Record:
    """`terms` holds codes of our own classification by axis (see listings/classification.py):

        {"category": ["community"], "kind": ["support-group"], "support": ["emotional"],
         "source": ["peers"], "topic": ["grief"], "audience": [...], "format": ["in-person"],
         "cost": ["free"], "access": [...]}

    `translations` holds other languages of the texts: {"es": {"name": ..., "description": ...}}.
    """

    service: Service = field(default_factory=Service)
    facts: Facts = field(default_factory=Facts)
    terms: dict[str, list[str]] = field(default_factory=dict)
    source: Source = field(default_factory=Source)
    language: str = "en"
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    crisis: bool = False  # answers people in crisis: two people for every change
    individual: bool = False  # one practitioner: only with their own consent
    fictional: bool = False  # demonstration data, labelled wherever it shows

    @property
    def id(self) -> str:
        """The service's UUID is the listing's."""
        return self.service.id
