"""The small forms of moderators. Their token is the guard's, so they carry none of their own."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError

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


class AlthoughForm(BaseForm):
    although = BooleanField(_("Publish it although this is missing"))
    although_why = StringField(_("Why you publish it all the same"), [Length(max=300)])

    def validate_although_why(self, field: StringField) -> None:
        if self.although.data and not (field.data or "").strip():
            raise ValidationError(_("Please fill this in."))


class AskForm(BaseForm):
    question = TextAreaField(_("Your question"), [_needed(), Length(max=2000)])


class NoteForm(BaseForm):
    text = TextAreaField(_("Note for colleagues"), [_needed(), Length(max=4000)])


class CheckForm(BaseForm):
    how = SelectField(_("How you know"), choices=[SelectChoice(k, v) for k, v in HOW.items()])
    wrong = BooleanField(_("Something was wrong"))
    note = StringField(_("What you found"), [Length(max=1000)])


PROOFS = {
    "domain": _("The address is at the listing’s own domain"),
    "phone": _("They said the code on the listed phone"),
    "decision": _("Something else, as I write here"),
}
THEN = {
    "numbers": _("Take its numbers away until it is mended"),
    "label": _("Show that something is in doubt"),
    "hide": _("Hide the whole listing"),
}


class GrantForm(BaseForm):
    how = SelectField(_("What shows it"), choices=[SelectChoice(k, v) for k, v in PROOFS.items()])
    reason = TextAreaField(_("What you saw"), [Length(max=2000)])


class RefuseForm(BaseForm):
    reason = TextAreaField(_("Why not"), [_needed(), Length(max=2000)])


class CodeHeardForm(BaseForm):
    code = StringField(_("The code that you heard"), [_needed(), Length(max=20)])


class RightForm(BaseForm):
    how = SelectField(_("How you know"), choices=[SelectChoice(k, v) for k, v in HOW.items()])
    note = StringField(_("What you found"), [Length(max=1000)])


class WrongForm(RightForm):
    then = SelectField(_("And then"), choices=[SelectChoice(k, v) for k, v in THEN.items()])


class ReasonForm(BaseForm):
    reason = StringField(_("Why you change it"), [_needed(), Length(max=300)])
