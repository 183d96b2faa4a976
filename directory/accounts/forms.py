"""The forms about accounts. Their token is the guard's, so they carry none of their own."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import EmailField, Field, PasswordField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Email, InputRequired, Length

from directory.accounts import passwords
from directory.accounts.roles import ROLES
from directory.config import current_settings
from directory.web.forms import BaseForm

ROLE_NAMES = {
    "admin": _("Administrator"),
    "moderator": _("Moderator"),
    "editor": _("Editor"),
    "read-only": _("Reads only"),
    "organization-owner": _("Owner of an organization"),
    "organization-editor": _("Editor of an organization"),
}


def _needed() -> Any:
    return InputRequired(_("Please fill this in."))


class SignInForm(BaseForm):
    email = EmailField(_("E-mail"), [_needed(), Length(max=254)])
    password = PasswordField(_("Password"), [_needed()])


class MailedLinkForm(BaseForm):
    email = EmailField(_("E-mail"), [_needed(), Length(max=254)])


class CodeForm(BaseForm):
    code = StringField(_("Code"), [_needed(), Length(max=40)])


class NewPasswordForm(BaseForm):
    """`told`: words that others know about this person, refused inside the password."""

    password = PasswordField(_("New password"), [_needed()])

    def __init__(self, *args: Any, told: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = told

    def validate_password(self, field: Field) -> None:
        known = (*self.told, current_settings().site_name)
        wrong = passwords.wrong_with(field.data or "", told=known)
        if wrong:
            raise ValidationError(wrong)


class InvitationForm(NewPasswordForm):
    name = StringField(_("Your name, as colleagues see it"), [_needed(), Length(max=120)])


class InviteForm(BaseForm):
    email = EmailField(
        _("E-mail"),
        [_needed(), Length(max=254), Email(_("Write one e-mail address, such as a@b.org."))],
    )
    role = SelectField(_("Role"), choices=[SelectChoice(role, ROLE_NAMES[role]) for role in ROLES])
