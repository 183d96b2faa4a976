"""The fields of a listing that anybody may suggest to change, one at a time. Plain.

Each knows how to read its value from a record and how to put a new one in.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from uuid import UUID, uuid5

from directory.listings import text
from directory.listings.messages import N_
from directory.listings.record import Organization, Phone, Record
from directory.listings.shown.questions import CONTACT, JOIN

Get = Callable[[Record], str]
Put = Callable[[Record, str], None]


@dataclass(frozen=True, slots=True)
class Change:
    code: str
    label: str
    get: Get
    put: Put
    long: bool = False


def apply(record: Record, change: Change, value: str) -> Record:
    """A copy with the new value, cleaned. An empty value takes the fact away."""
    copy = deepcopy(record)
    change.put(copy, value.strip())
    return text.cleaned(copy)


def _of_service(name: str, label: str, *, long: bool = False) -> Change:
    def get(record: Record) -> str:
        return getattr(record.service, name) or ""

    def put(record: Record, value: str) -> None:
        setattr(record.service, name, value if name == "name" else value or None)

    return Change(name, label, get, put, long)


def _fact(name: str, label: str) -> Change:
    def get(record: Record) -> str:
        return getattr(record.facts, name) or ""

    def put(record: Record, value: str) -> None:
        setattr(record.facts, name, value or None)

    return Change(name, label, get, put, True)


def _phone(record: Record) -> str:
    return record.service.phones[0].number if record.service.phones else ""


def _put_phone(record: Record, value: str) -> None:
    phones = record.service.phones
    if not value:
        record.service.phones = phones[1:]
    elif phones:
        phones[0].number = value
    else:
        new = str(uuid5(UUID(record.id), "phone"))
        record.service.phones = [Phone(id=new, number=value, type="voice")]


def _owner(record: Record) -> str:
    return record.service.organization.name if record.service.organization else ""


def _put_owner(record: Record, value: str) -> None:
    """Another name is another organization: the one that others share stays as it is."""
    if value and value != _owner(record):
        record.service.organization = Organization(
            id=str(uuid5(UUID(record.id), f"organization/{value}")), name=value
        )


_TEXT_FACTS = {q.fact: q.words for q in (*CONTACT, *JOIN)}
_SHORT = ("on_contact", "first_visit", "limits", "must_report", "group_size", "booking", "bring")

CHANGES = {
    change.code: change
    for change in (
        _of_service("name", N_("Name")),
        Change("phone", N_("Phone number"), _phone, _put_phone),
        _of_service("email", N_("E-mail address")),
        _of_service("url", N_("Website")),
        _of_service("description", N_("What it is"), long=True),
        Change("organization", N_("Who runs it"), _owner, _put_owner),
        _of_service("eligibility_description", N_("Who can use it"), long=True),
        _of_service("application_process", N_("How to apply"), long=True),
        _of_service("fees_description", N_("Cost"), long=True),
        *(_fact(name, _TEXT_FACTS[name]) for name in _SHORT),
    )
}
