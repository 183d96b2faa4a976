"""What to expect: what every listing tells, and the facts that its kind must hold."""

from dataclasses import fields as dataclass_fields
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import Length, Optional

from directory.extensions import now
from directory.listings.must_hold import required
from directory.listings.record import Facts
from directory.listings.shown import Reader
from directory.submissions.forms.base import LINE, TEXT, SendForm, Ticks, choice, terms_of
from directory.web.locales import current_language

YES_NO = [choice("yes", _l("Yes")), choice("no", _l("No"))]
PEOPLE = [
    choice("peer", _l("People who have been through it themselves")),
    choice("volunteer", _l("Trained volunteers")),
    choice("professional", _l("Professionals")),
    choice("mixed", _l("Peers, volunteers and professionals")),
]
LANGUAGES = ("en", "es", "zh", "vi", "tl", "ko", "ar", "fr", "ht", "ru", "pt", "hmn", "so", "ase")


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
    if kind == "practice":
        extra["one_person"] = RadioField(
            _l("Is it one person, or several who work together?"),
            [Optional()],
            choices=[choice("yes", _l("One person")), choice("no", _l("Several people"))],
        )
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
