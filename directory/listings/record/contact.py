"""How to reach somebody: phones, languages spoken, contact persons, web addresses."""

from dataclasses import dataclass, field

from directory.listings.record.base import new_id, ours
from directory.listings.record.taxonomy import Attribute, Metadata


@dataclass(kw_only=True, slots=True)
class Language:
    id: str = field(default_factory=new_id)
    name: str | None = None
    code: str | None = None  # ISO 639-1 or 639-3
    note: str | None = None
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Phone:
    """`number` is as dialled locally; no international form is ever made from a short code."""

    id: str = field(default_factory=new_id)
    number: str = ""
    extension: float | None = None
    type: str | None = None  # text, voice, fax, cell, video, pager, textphone
    description: str | None = None
    country: str | None = ours()  # ISO 3166-1 alpha-2: where `number` is dialled
    keyword: str | None = ours()  # the word to send, for type text
    after_answer: str | None = ours()  # what to press or say once answered
    languages: list[Language] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Contact:
    """A person or desk. Names of persons are staff-only: no public page or index shows them."""

    id: str = field(default_factory=new_id)
    name: str | None = None
    title: str | None = None
    department: str | None = None
    email: str | None = None
    phones: list[Phone] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Url:
    id: str = field(default_factory=new_id)
    label: str | None = None
    url: str = ""
    channel: str | None = ours()  # chat, community, app, signup, information, social
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)
