"""Where it is, and when."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TimeField
from wtforms.fields import DateField
from wtforms.validators import Length, Optional

from directory.submissions.building import ROWS
from directory.submissions.forms.base import LINE, SendForm, Ticks, choice, terms_of

EVERY = [
    choice("", _l("Choose")),
    choice("week", _l("Every week")),
    choice("second-week", _l("Every second week")),
    choice("first", _l("The first of the month")),
    choice("second", _l("The second of the month")),
    choice("third", _l("The third of the month")),
    choice("fourth", _l("The fourth of the month")),
    choice("last", _l("The last of the month")),
    choice("day", _l("Every day")),
    choice("once", _l("Once, on one date")),
]
DAYS = [
    choice("MO", _l("Monday")),
    choice("TU", _l("Tuesday")),
    choice("WE", _l("Wednesday")),
    choice("TH", _l("Thursday")),
    choice("FR", _l("Friday")),
    choice("SA", _l("Saturday")),
    choice("SU", _l("Sunday")),
]


class _Where(SendForm):
    where = RadioField(
        _l("Where is it?"),
        [Optional()],
        choices=[
            choice("place", _l("People come to a place")),
            choice("remote", _l("Online, by phone or by text")),
        ],
        default="place",
    )
    town = StringField(
        _l("Which town?"),
        [Optional(), LINE],
        description=_l("Town and state, or a ZIP code, such as Minneapolis, MN."),
    )
    address = StringField(
        _l("Street and number"),
        [Optional(), LINE],
        description=_l("You choose below who sees it."),
    )
    place_name = StringField(_l("Name of the place, such as a library"), [Optional(), LINE])
    show = RadioField(
        _l("May everyone see the street?"),
        [Optional()],
        choices=[
            choice("address", _l("Yes, show the street")),
            choice("town", _l("No, show only the town")),
        ],
        default="town",
    )
    latitude = StringField(
        _l("Latitude of the exact point"),
        [Optional(), Length(max=20)],
        description=_l("Only if you know it, such as 44.9483. It shows only with the street."),
    )
    longitude = StringField(_l("Longitude"), [Optional(), Length(max=20)])
    area = RadioField(
        _l("If it is online or by phone: for whom?"),
        [Optional()],
        choices=[
            choice("country", _l("The whole country")),
            choice("state", _l("One state: write a town of it above")),
            choice("world", _l("Everywhere")),
        ],
    )
    format = Ticks(_l("How can people take part?"), [Optional()], choices=[])
    round_the_clock = BooleanField(_l("Someone answers at any hour, every day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.format.choices = terms_of("format")


def where_form(*args: Any, **kwargs: Any) -> SendForm:
    """The place, and rows for the times."""
    rows: dict[str, Any] = {}
    for n in range(ROWS):
        rows |= {
            f"when{n}_every": SelectField(_l("How often?"), [Optional()], choices=EVERY),
            f"when{n}_day": Ticks(_l("On which days?"), [Optional()], choices=DAYS),
            f"when{n}_from": TimeField(_l("From"), [Optional()]),
            f"when{n}_to": TimeField(_l("To"), [Optional()]),
            f"when{n}_date": DateField(
                _l("First date"),
                [Optional()],
                description=_l("Needed for every second week, and for one date."),
            ),
            f"when{n}_until": DateField(_l("Last date, if it ends"), [Optional()]),
        }
    return type("WhereForm", (_Where,), rows)(*args, **kwargs)
