"""The small forms of people of organizations. Their token is the guard's."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Email, InputRequired, Length, Optional

from directory.accounts.roles import MEMBER, OWNER
from directory.web.forms import BaseForm

ROLE_NAMES = {
    MEMBER: _("Editor: changes and confirms listings"),
    OWNER: _("Owner: also closes listings and invites people"),
}


class WhyForm(BaseForm):
    reason = StringField(_("What is new, in a few words"), [Optional(), Length(max=300)])


class InviteMemberForm(BaseForm):
    email = EmailField(
        _("E-mail"),
        [
            InputRequired(_("Please fill this in.")),
            Length(max=254),
            Email(_("Write one e-mail address, such as a@b.org.")),
        ],
    )
    role = SelectField(
        _("Role"), choices=[SelectChoice(role, name) for role, name in ROLE_NAMES.items()]
    )
