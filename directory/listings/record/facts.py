"""What people in need must know before they make contact and HSDS has no field for (FIELD: what
a listing must hold). None means unknown: it is shown as "Ask", never as "No"."""

from dataclasses import dataclass, field


@dataclass(kw_only=True, slots=True)
class Facts:
    # Every listing
    answered_by: str | None = None  # peer, volunteer, professional, staff, mixed
    on_contact: str | None = None  # what happens when you make contact
    limits: str | None = None  # call limits, session limits, who may not come
    must_report: str | None = None  # when they must report or may send police or an ambulance
    on_bill: str | None = None  # whether it shows on a phone or insurance bill
    under_18: str | None = None  # what differs for those under 18
    first_visit: str | None = None  # what a first visit or call is like
    how_to_join: str | None = None  # drop_in, sign_up, referral, contact
    led_by: str | None = None  # peer, volunteer, professional, mixed
    led_by_evidence: str | None = None  # why we may say so; staff only
    wait: str | None = None  # waiting time in words
    wait_checked: str | None = None  # date; the wait is shown only while this is fresh
    accepting_new: bool | None = None
    accepting_new_checked: str | None = None
    # Lines
    round_the_clock: bool | None = None
    recorded: bool | None = None
    # Groups, classes, activities
    open_to_newcomers: bool | None = None
    closed_group: bool | None = None
    group_size: str | None = None
    same_people: bool | None = None  # the same people each time
    faith_content: str | None = None
    come_alone: bool | None = None
    level: str | None = None
    bring: str | None = None
    booking: str | None = None
    # Volunteering
    hours_a_week: str | None = None
    minimum_commitment: str | None = None
    training: str | None = None
    background_check: str | None = None
    expenses: str | None = None
    support_given: str | None = None
    closing_date: str | None = None
    # Online communities
    moderated: bool | None = None
    moderated_by: str | None = None
    moderated_hours: str | None = None
    anonymous: bool | None = None
    platform: str | None = None
    account_needed: bool | None = None
    at_risk: str | None = None  # what happens when a member is at risk
    data_owner: str | None = None
    rules_url: str | None = None
    leaving: str | None = None  # how to leave and delete
    # Professionals
    consent: str | None = None  # when and how the person or practice agreed; staff only
    licence_number: str | None = None
    licence_register: str | None = None
    licence_checked: str | None = None
    registered_title: str | None = None
    insurers: list[str] = field(default_factory=list)
    approach: str | None = None
    out_of_hours: str | None = None


# Fields of `Facts` that no public page, index, API or export may carry.
STAFF_ONLY_FACTS = frozenset({"led_by_evidence", "consent"})
