"""What it is, and who it helps."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from directory.config import current_settings
from directory.extensions import now
from directory.listings.shown import Reader
from directory.submissions.forms.base import LINE, TEXT, SendForm, Ticks, terms_of
from directory.web.locales import current_language


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


def what_form(language: str, *args: Any, **kwargs: Any) -> SendForm:
    """With room for the name and the text in the site's other languages."""
    names = Reader(now=now(), language=current_language())
    others: dict[str, Any] = {}
    for code in current_settings().languages:
        if code != language:
            said = names.language_name(code)
            others[f"name_{code}"] = StringField(
                _l("The name in %(language)s", language=said), [Optional(), LINE]
            )
            others[f"description_{code}"] = TextAreaField(
                _l("What happens there, in %(language)s", language=said), [Optional(), TEXT]
            )
    return type("WhatForm", (WhatForm,), others)(*args, **kwargs)


class NameForm(SendForm):
    """What is typed so far, to look for listings like it. Nothing is kept."""

    name = StringField(validators=[InputRequired(), LINE])


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
