"""Random schedule rows, as people might have written them, for property tests."""

from datetime import date

from hypothesis import strategies as st

from directory.listings.record import Schedule

ZONES = ("America/Chicago", "Europe/London", "Asia/Tokyo", "Australia/Lord_Howe", "Asia/Kathmandu")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FROM, TO = date(2026, 1, 1), date(2027, 12, 31)

dates = st.dates(FROM, TO).map(str)
maybe_date = st.none() | dates
quarter_times = st.builds(
    "{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 15, 30, 45])
)
any_times = st.builds("{:02d}:{:02d}:00".format, st.integers(0, 23), st.integers(0, 59))
weekdays = st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True).map(",".join)
nth_days = st.lists(
    st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.sampled_from(DAYS)),
    min_size=1, max_size=3, unique=True,
).map(",".join)  # fmt: skip
month_days = st.lists(
    st.sampled_from([1, 2, 10, 28, 29, 30, 31, -1]), min_size=1, max_size=3, unique=True
).map(lambda days: ",".join(map(str, days)))


@st.composite
def rules(draw):
    """Fields that say on which days, complete enough that nobody has to guess."""
    fields = {"freq": draw(st.sampled_from(["WEEKLY", "MONTHLY"]))}
    if fields["freq"] == "WEEKLY":
        fields["byday"] = draw(weekdays)
        fields["wkst"] = draw(st.sampled_from([None, "MO", "SU", "TH"]))
    else:
        fields[draw(st.sampled_from(["byday", "bymonthday"]))] = None
        if "byday" in fields:
            fields["byday"] = draw(nth_days)
        else:
            fields["bymonthday"] = draw(month_days)
    fields["interval"] = draw(st.sampled_from([None, 1, 2, 3]))
    if fields["interval"] in (2, 3) or draw(st.booleans()):
        fields["dtstart"] = draw(dates)
        fields["count"] = draw(st.none() | st.integers(1, 30))
    if not fields.get("count"):
        fields["until"] = draw(maybe_date.filter(lambda d: not d or d >= fields.get("dtstart", "")))
    fields["exdates"] = ",".join(draw(st.lists(dates, max_size=3)))
    return fields


@st.composite
def plain_rows(draw, times=any_times):
    """Every week, without dates."""
    return Schedule(
        freq="WEEKLY",
        byday=draw(weekdays),
        opens_at=draw(times),
        closes_at=draw(times),
        zone=ZONES[0],
    )


@st.composite
def rows(draw, zones=ZONES):
    fields = draw(rules())
    fields |= {"zone": draw(st.sampled_from(zones))}
    fields |= {"opens_at": draw(any_times), "closes_at": draw(any_times)}
    if draw(st.integers(0, 3)) == 0:
        fields["valid_from"] = draw(maybe_date)
        fields["valid_to"] = draw(
            maybe_date.filter(lambda d: not d or d >= (fields["valid_from"] or ""))
        )
    return Schedule(**fields)


@st.composite
def holidays(draw, zones=ZONES):
    start, length = draw(st.dates(FROM, TO)), draw(st.integers(0, 20))
    end = date.fromordinal(start.toordinal() + length)
    closed = draw(st.booleans())
    return Schedule(
        zone=draw(st.sampled_from(zones)), group="holiday", closed=closed or None,
        valid_from=str(start), valid_to=str(end),
        opens_at=None if closed else draw(any_times), closes_at=None if closed else draw(any_times),
    )  # fmt: skip
