"""When: one row for each set of days with one interval of time."""

from dataclasses import dataclass, field

from directory.listings.record.base import new_id, ours
from directory.listings.record.taxonomy import Attribute, Metadata


@dataclass(kw_only=True, slots=True)
class Schedule:
    """Dates are `YYYY-MM-DD`, times `HH:MM:SS` on the wall clock of `zone`.

    `valid_from`/`valid_to` say how long the *information* holds, `until` that the thing stops.
    `closes_at` before `opens_at` means the next day. Kept as text so that a faithful import
    carries what it received; `rules` judges it and `hours` reads it.
    """

    id: str = field(default_factory=new_id)
    valid_from: str | None = None
    valid_to: str | None = None
    dtstart: str | None = None
    timezone: float | None = None  # HSDS's number: hours from UTC. `zone` is the truth
    until: str | None = None
    count: float | None = None
    wkst: str | None = None
    freq: str | None = None  # WEEKLY or MONTHLY
    interval: float | None = None
    byday: str | None = None  # "MO,TU"; monthly also "1SA" or "-1FR"
    byweekno: str | None = None
    bymonthday: str | None = None
    byyearday: str | None = None
    description: str | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    schedule_link: str | None = None
    attending_type: str | None = None
    notes: str | None = None
    zone: str | None = ours()  # IANA name, such as America/Chicago
    group: str | None = ours()  # regular or holiday (HSDS 3.3)
    purpose: str | None = ours()  # hours (somebody is there) or event (a session; HSDS 3.3)
    closed: bool | None = ours()  # a holiday row that says: closed on these dates
    exdates: str | None = ours()  # comma-separated dates on which the rule does not happen
    attributes: list[Attribute] = field(default_factory=list)
    metadata: list[Metadata] = field(default_factory=list)
