"""When somebody is there and when it happens next, in the listing's zone and the reader's."""

from dataclasses import dataclass

from directory.listings.hours import (
    State,
    describe,
    describe_session,
    describe_state,
    describe_zone,
    next_sessions,
    state_at,
)
from directory.listings.messages import N_
from directory.listings.record import Record, Schedule
from directory.listings.shown.reader import Reader

# Kinds that happen at set times: people come for the next date, not to find a door open.
EVENTS = frozenset({"support-group", "class"})


@dataclass(frozen=True, slots=True)
class When:
    headline: str  # for a card; empty when nothing is known
    rules: tuple[str, ...]  # each row in words
    sessions: tuple[str, ...]  # the next three dates
    # For machines, beside each of them: start and end with the offset of the listing's clock.
    moments: tuple[tuple[str, str], ...] = ()
    zone: str = ""  # whose clock the dates are on, in words


def when_of(record: Record, reader: Reader) -> When:
    schedules = schedules_of(record)
    if not schedules:
        return When(_always(record, reader), (), ())
    rules = tuple(dict.fromkeys(_rule(row, reader) for row in schedules))
    headline = headline_of(record, reader)
    if not is_event(record, schedules):
        return When(headline, rules, ())
    coming = next_sessions(schedules, reader.now)
    sessions = tuple(
        describe_session(each, reader.language, reader.say, reader_zone=reader.zone)
        for each in coming
    )
    moments = tuple(
        (each.start.isoformat(), each.end.isoformat() if each.end else "") for each in coming
    )
    clock = coming[0].start.tzinfo if coming else None
    zone = describe_zone(clock, reader.language) if clock else ""
    return When(headline, rules, sessions, moments, zone)


def headline_of(record: Record, reader: Reader) -> str:
    """The one line for a card; empty when nothing is known."""
    schedules = schedules_of(record)
    if not schedules:
        return _always(record, reader)
    if is_event(record, schedules):
        for session in next_sessions(schedules, reader.now, count=1):
            words = describe_session(session, reader.language, reader.say, reader_zone=reader.zone)
            return reader.says(N_("Next: %(session)s"), session=words)
        return _rule(schedules[0], reader)
    state = state_at(schedules, reader.now)
    if state.state is State.UNKNOWN:
        return reader.says(N_("Ask about the hours"))
    return describe_state(state, reader.now, reader.language, reader.say)


def _always(record: Record, reader: Reader) -> str:
    always = record.facts.round_the_clock
    return reader.says(N_("Open 24 hours a day, every day")) if always else ""


def _rule(row: Schedule, reader: Reader) -> str:
    return describe(row, reader.language, reader.say, reader_zone=reader.zone)


def is_event(record: Record, schedules: list[Schedule]) -> bool:
    if any(row.purpose for row in schedules):
        return any(row.purpose == "event" for row in schedules)
    return bool(EVENTS & set(record.terms.get("kind", [])))


def schedules_of(record: Record) -> list[Schedule]:
    """The service's own rows; else those of its places."""
    service = record.service
    if service.schedules:
        return service.schedules
    spots = service.service_at_locations
    own = [row for spot in spots for row in spot.schedules]
    return own or [row for spot in spots if spot.location for row in spot.location.schedules]
