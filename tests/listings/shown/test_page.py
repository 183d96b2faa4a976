"""What a listing's page says, and what it keeps to itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from directory.listings.record import Address, Phone, Record, ServiceArea, Url
from directory.listings.shown import ListingPage, Reader, page_of
from tests.making import NOON, make_record

READER = Reader(now=NOON)


def shown(record: Record, reader: Reader = READER, **check: object) -> ListingPage:
    values = {"slug": "x", "checked_at": None, "checked_how": None} | check
    return page_of(record, reader, **values)  # type: ignore[arg-type]


def answers(page: ListingPage) -> dict[str, tuple[str, ...]]:
    return {row.question: row.answers for section in page.sections for row in section.rows}


def everything(page: ListingPage) -> str:
    return repr(page)


def test_what_nobody_knows_is_asked_about_and_never_no() -> None:
    rows = answers(shown(make_record(facts={"must_report": None, "group_size": None})))
    assert rows["When they must tell others, such as the police"] == ()
    assert rows["Usual size"] == ()
    assert "Level" not in rows  # not a question for groups: left out while unknown


def test_yes_and_no_are_said_in_words() -> None:
    rows = answers(shown(make_record(facts={"closed_group": False})))
    assert rows["Is the group closed?"] == ("No",)
    assert rows["Who leads it"] == ("People who have been through it themselves",)


def test_what_only_staff_may_know_stands_nowhere() -> None:
    record = make_record(facts={"led_by_evidence": "canary-evidence", "consent": "canary-consent"})
    record.service.assurer_email = "canary@example.org"
    assert "canary" not in everything(shown(record))


@pytest.mark.parametrize("precision", ["town", "area"])
def test_a_hidden_address_is_shown_as_its_town_only(precision: str) -> None:
    record = make_record(location={"precision": precision, "name": "canary hall"})
    record.service.service_at_locations[0].location.addresses[0].address_1 = "1 canary street"  # type: ignore[union-attr]
    page = shown(record)
    assert "canary" not in everything(page)
    assert page.spots[0].lines == ("Minneapolis, MN",)
    assert page.spots[0].vague


def test_a_postal_address_is_no_place_to_go_to() -> None:
    record = make_record()
    place = record.service.service_at_locations[0].location
    assert place
    place.addresses = [Address(address_1="PO Box 1", city="Minneapolis", address_type="postal")]
    assert shown(record).spots[0].lines == ("Minneapolis, MN",)


def test_the_most_direct_way_comes_first_and_each_way_once() -> None:
    record = make_record()
    phone = Phone(number="741741", type="text", country="US", keyword="HOME")
    record.service.phones += [phone, replace(record.service.phones[0])]
    record.service.additional_urls = [Url(url="https://chat.example.org/", channel="chat")]
    ways = shown(record).ways
    assert [way.kind for way in ways] == ["call", "text", "chat", "email", "web"]
    assert ways[1].label == "Text HOME to 741741"
    assert ways[1].href.startswith("sms:741741")


def test_a_fax_is_no_way_to_talk_and_a_bad_address_no_link() -> None:
    record = make_record()
    record.service.phones = [Phone(number="612-555-3142", type="fax", country="US")]
    record.service.additional_urls = [Url(url="javascript:alert(1)", channel="chat")]
    record.service.url = "https://a.example\\@b.example/"
    kinds = [way.kind for way in shown(record).ways]
    assert kinds == ["email"]


def test_the_number_of_the_organization_stands_in_where_there_is_no_other() -> None:
    record = make_record()
    record.service.phones = []
    assert record.service.organization
    record.service.organization.phones = [Phone(number="(612) 555-3199", country="US")]
    assert shown(record).ways[0].label == "Call 612-555-3199"


def test_a_waiting_time_lapses_after_thirty_days() -> None:
    def row(days: int) -> object:
        seen = (NOON - timedelta(days=days)).date().isoformat()
        record = make_record(facts={"wait": "Two weeks", "wait_checked": seen})
        return answers(shown(record)).get("Waiting time")

    assert row(30) == ("Two weeks",)
    assert row(31) is None


@pytest.mark.parametrize(
    ("days", "stage", "words"),
    [
        (0, "fresh", "Checked today: someone called"),
        (1, "fresh", "Checked yesterday: someone called"),
        (45, "fresh", "Checked 45 days ago: someone called"),
        (46, "ageing", "Checked 46 days ago: someone called"),
        (91, "due", "Checked 3 months ago: someone called. Check due."),
    ],
)
def test_a_check_fades_with_its_age(days: int, stage: str, words: str) -> None:
    checked = shown(
        make_record(), checked_at=NOON - timedelta(days=days), checked_how="called"
    ).card.checked
    assert (checked.stage, checked.words) == (stage, words)


def test_never_checked_is_said_and_a_crisis_line_names_its_source() -> None:
    assert shown(make_record()).card.checked.words == "Published, never checked"
    line = make_record(crisis=True, terms={"kind": ["crisis-line"]})
    line.source.name, line.source.seen_on = "The line's page", "2026-06-02"
    said = shown(line).card.checked.words
    assert said == "From The line's page, June 2, 2026. Not yet called by this site."


def test_what_lapsed_or_ended_says_so_before_all_else() -> None:
    long_ago = NOON - timedelta(days=400)
    page = shown(make_record(), checked_at=long_ago, checked_how="called")
    assert page.card.alert == "No one has confirmed this for a long time. Ask before you go."
    over = make_record(facts={"closing_date": "2026-01-01"})
    assert shown(over).card.alert == "This has ended."
    closed = make_record(service={"status": "temporarily closed"})
    assert shown(closed).card.alert == "Closed for now."


def test_the_next_three_dates_are_shown() -> None:
    assert shown(make_record()).when.sessions == (
        "Tuesday, November 24, 6:30 pm to 8 pm",
        "Tuesday, December 1, 6:30 pm to 8 pm",
        "Tuesday, December 8, 6:30 pm to 8 pm",
    )


def test_a_listing_reads_in_the_readers_language_where_it_can() -> None:
    record = make_record(translations={"es": {"name": "Círculo de duelo"}})
    page = shown(record, replace(READER, language="es"))
    assert (page.card.name, page.card.language) == ("Círculo de duelo", "es")
    assert page.text_language == "en"
    assert page.card.kind == "Grupo de apoyo"


def test_areas_have_names_people_know() -> None:
    record = make_record(location={"location_type": "virtual"})
    record.service.service_areas = [ServiceArea(coverage="US"), ServiceArea(coverage="CA-ON")]
    place = dict(shown(record).card.bits)["visit"]
    assert place == "Covers: United States and ON"


def test_pages_about_abuse_keep_a_neutral_title_and_the_exit_in_view() -> None:
    assert shown(make_record(terms={"kind": ["programme"], "topic": ["domestic-abuse"]})).safety
    assert not shown(make_record()).safety


def test_a_number_keeps_its_order_on_a_right_to_left_page() -> None:
    record = make_record()
    record.service.phones = [Phone(number="116123", country="GB")]
    label = shown(record, replace(READER, language="he")).ways[0].label
    assert "\N{LEFT-TO-RIGHT ISOLATE}116 123\N{POP DIRECTIONAL ISOLATE}" in label


@pytest.mark.parametrize(
    ("country", "km", "words"),
    [
        ("US", 0.4, "less than 1 mile away"),
        ("US", 16.1, "10 miles away"),
        ("IE", 0.4, "less than 1 km away"),
        ("IE", 3.26, "3.3 km away"),
        ("IE", 2400, "2,400 km away"),
    ],
)
def test_distances_use_the_unit_of_the_country(country: str, km: float, words: str) -> None:
    assert replace(READER, country=country).distance(km) == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"), [(5, "USD", "$5"), (7.5, "GBP", "£7.50"), (0, "USD", "Free")]
)
def test_a_price_is_a_figure(amount: float, currency: str, words: str) -> None:
    record = make_record(terms={"kind": ["class"], "cost": []})
    record.service.cost_options[0].amount = amount
    record.service.cost_options[0].currency = currency
    assert dict(shown(record).card.bits)["cost"] == words
