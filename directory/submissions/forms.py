"""The pages of the submit flow, and the short forms. A form reads what a person typed; whether
it may be published is for `rules` to say."""

from dataclasses import fields as dataclass_fields
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import DateField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Email, InputRequired, Length, Optional

from directory.extensions import now
from directory.listings import classification
from directory.listings.must_hold import required
from directory.listings.record import Facts
from directory.listings.shown import Reader
from directory.submissions.building import ROWS
from directory.web.forms import PublicForm
from directory.web.locales import current_language

LINE, TEXT = Length(max=200), Length(max=2000)
EMAIL = Email(_l("This is not an e-mail address."))


def choice(value: str, label: str) -> SelectChoice:
    return SelectChoice(value=value, label=label)


YES_NO = [choice("yes", _l("Yes")), choice("no", _l("No"))]
PEOPLE = [
    choice("peer", _l("People who have been through it themselves")),
    choice("volunteer", _l("Trained volunteers")),
    choice("professional", _l("Professionals")),
    choice("mixed", _l("Peers, volunteers and professionals")),
]
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
    choice("", _l("Choose")),
    choice("MO", _l("Monday")),
    choice("TU", _l("Tuesday")),
    choice("WE", _l("Wednesday")),
    choice("TH", _l("Thursday")),
    choice("FR", _l("Friday")),
    choice("SA", _l("Saturday")),
    choice("SU", _l("Sunday")),
]
LANGUAGES = ("en", "es", "zh", "vi", "tl", "ko", "ar", "fr", "ht", "ru", "pt", "hmn", "so", "ase")


class Ticks(SelectMultipleField):
    """Several answers to one question."""


def terms_of(axis: str) -> list[SelectChoice]:
    """Codes and labels in the page's language, by label where the list is long."""
    language = current_language()
    found = [choice(term.code, term.label(language)) for term in classification.terms(axis)]
    return sorted(found, key=lambda c: str(c.label).casefold()) if len(found) > 15 else found


class SendForm(PublicForm):
    """What anybody may send. `website_2` is for machines: people never see it."""

    purpose = "submit"

    website_2 = StringField(_l("Leave this empty"), [Optional()])

    def answers(self) -> dict[str, Any]:
        """What was typed, as typed, by name."""
        typed: dict[str, Any] = {}
        for field in self:
            if field.name in ("token", "website_2"):
                continue
            if isinstance(field, Ticks):
                typed[field.name] = list(field.data or [])
            elif isinstance(field, BooleanField):
                typed[field.name] = "yes" if field.data else ""
            else:
                raw = field.raw_data[0] if field.raw_data else ""
                typed[field.name] = str(raw)[:6000]
        return typed


class WhatForm(SendForm):
    name = StringField(
        _l("What is it called?"),
        [InputRequired(_l("Write the name, as people know it.")), LINE],
        description=_l("As people know it, such as Grief Circle."),
    )
    kind = RadioField(
        _l("What kind of support is it?"), [InputRequired(_l("Choose one."))], choices=[]
    )
    organization = StringField(
        _l("Who runs it?"),
        [Optional(), LINE],
        description=_l("An organization or a group of people. Leave it empty if it is the same."),
    )
    description = TextAreaField(
        _l("What happens there?"),
        [Optional(), TEXT],
        description=_l("Two or three plain sentences help most."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = terms_of("kind")


class WhoForm(SendForm):
    topic = Ticks(_l("What is it about?"), [Optional()], choices=[])
    audience = Ticks(_l("Who is it for?"), [Optional()], choices=[])
    support = Ticks(_l("Which kind of support does it give?"), [Optional()], choices=[])
    source = Ticks(_l("Who gives the support?"), [Optional()], choices=[])
    minimum_age = StringField(_l("From which age?"), [Optional(), Length(max=3)])
    maximum_age = StringField(_l("Up to which age?"), [Optional(), Length(max=3)])
    eligibility = TextAreaField(
        _l("Is there anything people must bring or be?"), [Optional(), TEXT]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for axis in ("topic", "audience", "support", "source"):
            self[axis].choices = terms_of(axis)  # type: ignore[attr-defined]


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


class ReachForm(SendForm):
    phone = TelField(_l("Phone number"), [Optional(), Length(max=60)])
    text_number = TelField(_l("Number to text"), [Optional(), Length(max=60)])
    text_word = StringField(_l("Word to send, if there is one"), [Optional(), Length(max=40)])
    email = StringField(_l("E-mail address that everyone may see"), [Optional(), LINE])
    website = StringField(_l("Website"), [Optional(), Length(max=2000)])
    signup = StringField(_l("Page where people sign up"), [Optional(), Length(max=2000)])
    how_to_join = RadioField(
        _l("How do people join?"),
        [Optional()],
        choices=[
            choice("drop_in", _l("Come along, no need to sign up")),
            choice("sign_up", _l("Sign up first")),
            choice("referral", _l("Someone must refer you")),
            choice("contact", _l("Contact them first")),
        ],
    )


class _Expect(SendForm):
    on_contact = TextAreaField(
        _l("What happens when somebody makes contact?"),
        [Optional(), TEXT],
        description=_l("Who answers, and when? Such as: Rosa answers within two days."),
    )
    answered_by = RadioField(_l("Who answers?"), [Optional()], choices=PEOPLE)
    cost = RadioField(_l("What does it cost?"), [Optional()], choices=[])
    price = StringField(
        _l("Price in figures"), [Optional(), Length(max=12)], description=_l("Such as 5 or 12.50.")
    )
    price_words = StringField(_l("More about the price"), [Optional(), LINE])
    languages = Ticks(_l("Which languages are spoken?"), [Optional()], choices=[])
    access = Ticks(_l("Which access needs are met?"), [Optional()], choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cost.choices = terms_of("cost")
        self.access.choices = terms_of("access")
        names = Reader(now=now(), language=current_language())
        self.languages.choices = [choice(code, names.language_name(code)) for code in LANGUAGES]


class YouForm(SendForm):
    """The last page: to send is to agree."""

    sender_email = EmailField(
        _l("Your e-mail address"),
        [InputRequired(_l("Write your e-mail address.")), EMAIL, Length(max=254)],
        description=_l("We write to you about this listing only. Nobody else sees it."),
    )
    sender_name = StringField(_l("Your name"), [Optional(), LINE])
    sender_role = StringField(
        _l("How do you know this group or service?"),
        [Optional(), LINE],
        description=_l("Such as: I lead it, or I go there."),
    )
    led_by_evidence = TextAreaField(
        _l("How can we see who leads it?"),
        [Optional(), TEXT],
        description=_l("Only we read this. A web page or a phone number is enough."),
    )


def where_form(*args: Any, **kwargs: Any) -> SendForm:
    """The place, and rows for the times."""
    rows: dict[str, Any] = {}
    for n in range(ROWS):
        rows |= {
            f"when{n}_every": SelectField(_l("How often?"), [Optional()], choices=EVERY),
            f"when{n}_day": SelectField(_l("On which day?"), [Optional()], choices=DAYS),
            f"when{n}_from": TimeField(_l("From"), [Optional()]),
            f"when{n}_to": TimeField(_l("To"), [Optional()]),
            f"when{n}_date": DateField(
                _l("First date"),
                [Optional()],
                description=_l("Needed for every second week, and for one date."),
            ),
        }
    return type("WhereForm", (_Where,), rows)(*args, **kwargs)


ASKED_ELSEWHERE = frozenset(
    {"on_contact", "answered_by", "how_to_join", "led_by_evidence", "round_the_clock"}
)
_FACTS = {field.name: str(field.type) for field in dataclass_fields(Facts)}


def expect_form(kind: str, *args: Any, **kwargs: Any) -> SendForm:
    """What every listing tells, and the facts that its kind must hold."""
    asked = {
        fact.path.removeprefix("facts."): fact
        for fact in required([kind] if kind else [])
        if fact.path.startswith("facts.")
    }
    extra = {
        name: _fact_field(name, gettext(fact.sentence))
        for name, fact in asked.items()
        if name not in ASKED_ELSEWHERE
    }
    return type("ExpectForm", (_Expect,), extra)(*args, **kwargs)


def _fact_field(name: str, question: str) -> Any:
    kind = _FACTS[name]
    if name == "led_by":
        return RadioField(question, [Optional()], choices=PEOPLE)
    if "bool" in kind:
        return RadioField(question, [Optional()], choices=YES_NO)
    if name.endswith(("_date", "_checked")):
        return DateField(question, [Optional()])
    if name in ("rules_url", "platform", "licence_number", "licence_register", "registered_title"):
        return StringField(question, [Optional(), LINE])
    return TextAreaField(question, [Optional(), TEXT])


class ButtonForm(PublicForm):
    """A page with one button."""

    purpose = "button"


class AnswerForm(PublicForm):
    purpose = "answer"

    text = TextAreaField(_l("Your answer"), [InputRequired(_l("Write an answer.")), TEXT])


class ReportForm(SendForm):
    purpose = "report"

    what = RadioField(
        _l("What is wrong?"),
        [InputRequired(_l("Choose one."))],
        choices=[
            choice("number", _l("A phone number is wrong")),
            choice("closed", _l("It has closed")),
            choice("unsafe", _l("It may not be safe")),
            choice("other", _l("Something else")),
        ],
    )
    text = TextAreaField(
        _l("What should we know?"),
        [Optional(), TEXT],
        description=_l("You can leave this empty. Please do not write about yourself."),
    )


class ChangeForm(SendForm):
    purpose = "change"

    value = TextAreaField(_l("How should it be?"), [Optional(), Length(max=6000)])
    seen = HiddenField()  # the revision that the sender saw
    why = TextAreaField(_l("How do you know?"), [Optional(), TEXT])
    email = EmailField(
        _l("Your e-mail address"),
        [InputRequired(_l("Write your e-mail address.")), EMAIL, Length(max=254)],
        description=_l("We ask you to confirm it. Nobody else sees it."),
    )

    def revision(self, newest: int) -> int:
        """What the sender saw; never a later one than there is."""
        typed = str(self.seen.data or "")
        return min(int(typed), newest) if typed.isdecimal() and len(typed) < 9 else newest


class ClaimForm(SendForm):
    purpose = "claim"

    name = StringField(_l("Your name"), [InputRequired(_l("Write your name.")), LINE])
    email = EmailField(
        _l("Your e-mail address"),
        [InputRequired(_l("Write your e-mail address.")), EMAIL, Length(max=254)],
        description=_l("An address at the organization's own website helps us most."),
    )
    role = StringField(
        _l("What do you do there?"), [InputRequired(_l("Write what you do there.")), LINE]
    )
    proof = TextAreaField(_l("How can we check this?"), [Optional(), TEXT])


def fill(form: SendForm, answers: dict[str, Any]) -> None:
    """Shows what was typed before."""
    for field in form:
        if field.name in answers and field.name != "token":
            _put(field, answers[field.name])


def _put(field: Field, value: Any) -> None:
    if isinstance(field, BooleanField):
        field.data = value == "yes"
    elif isinstance(field, (DateField, TimeField)):
        field.raw_data = [value] if value else None
    else:
        field.data = value
