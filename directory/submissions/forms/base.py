"""What all forms of senders share, and the two smallest."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import DateField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Email, InputRequired, Length, Optional

from directory.listings import classification
from directory.web.forms import PublicForm
from directory.web.locales import current_language

LINE, TEXT = Length(max=200), Length(max=2000)
EMAIL = Email(_l("This is not an e-mail address."))


def choice(value: str, label: str) -> SelectChoice:
    return SelectChoice(value=value, label=label)


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


class ButtonForm(PublicForm):
    """A page with one button."""

    purpose = "button"


class AppealForm(PublicForm):
    purpose = "appeal"

    text = TextAreaField(_l("Why should we list it?"), [InputRequired(_l("Write why.")), TEXT])


class AnswerForm(PublicForm):
    purpose = "answer"

    text = TextAreaField(_l("Your answer"), [InputRequired(_l("Write an answer.")), TEXT])


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
