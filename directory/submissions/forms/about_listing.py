"""From a listing's page: a report, a change, a claim."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from directory.submissions.forms.base import EMAIL, LINE, TEXT, SendForm, choice


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


class TakeOffForm(SendForm):
    purpose = "take-off"

    who = RadioField(
        _l("Who is it about?"),
        [InputRequired(_l("Choose one."))],
        choices=[
            choice("person", _l("It is about me")),
            choice("organization", _l("It is about my organization or group")),
        ],
    )
    email = EmailField(
        _l("Your e-mail address"),
        [Optional(), EMAIL, Length(max=254)],
        description=_l(
            "We send you a letter with a button. Without an address you get a code, and we call "
            "the number on the page."
        ),
    )
    name = StringField(_l("Your name"), [Optional(), LINE])
    text = TextAreaField(
        _l("What should we know?"), [Optional(), TEXT], description=_l("You can leave this empty.")
    )
