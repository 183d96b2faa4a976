"""The small forms of moderators. Their token is the guard's, so they carry none of their own."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from directory.web.forms import BaseForm

# Each is a sentence of our policy, so that a refusal always names one.
REASONS = {
    "scope": _("It is not a place where people find support with others."),
    "unreachable": _("We could not reach them with what was sent."),
    "duplicate": _("We list it already."),
    "unsafe": _("It says or does something that can harm people."),
    "commercial": _("It sells something or sends people on for money."),
    "consent": _("The person or group has not agreed to be listed."),
    "unclear": _("We do not have enough facts to list it."),
    "false": _("It is not what it says it is."),
}
HOW = {
    "called": _("I called"),
    "emailed": _("They answered by e-mail"),
    "site-seen": _("I saw their own web site"),
}


def _needed() -> Any:
    return InputRequired(_("Please fill this in."))


class RejectForm(BaseForm):
    why = SelectField(_("Reason"), choices=[SelectChoice(k, v) for k, v in REASONS.items()])
    more = TextAreaField(_("In your own words"), [Length(max=2000)])

    @property
    def reason(self) -> str:
        words = f"{REASONS[self.why.data]} {(self.more.data or '').strip()}"
        return words.strip()


class AskForm(BaseForm):
    question = TextAreaField(_("Your question"), [_needed(), Length(max=2000)])


class NoteForm(BaseForm):
    text = TextAreaField(_("Note for colleagues"), [_needed(), Length(max=4000)])


class CheckForm(BaseForm):
    how = SelectField(_("How you know"), choices=[SelectChoice(k, v) for k, v in HOW.items()])
    wrong = BooleanField(_("Something was wrong"))
    note = StringField(_("What you found"), [Length(max=1000)])


class ReasonForm(BaseForm):
    reason = StringField(_("Why you change it"), [_needed(), Length(max=300)])
