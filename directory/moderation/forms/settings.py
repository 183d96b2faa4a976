"""Settings as an administrator types them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from directory.web.forms import BaseForm


class Typed(StringField):
    def typed(self) -> str:
        """As the environment would say it."""
        return (self.data or "").strip()


class Lines(TextAreaField):
    """Pairs such as US=911, one on each line."""

    def process_data(self, value: Any) -> None:
        self.data = "\n".join((value or "").split(","))

    def typed(self) -> str:
        lines = [line.strip() for line in (self.data or "").replace(",", "\n").splitlines()]
        return ",".join("=".join(p.strip() for p in line.split("=", 1)) for line in lines if line)


class Shown(SelectField):
    """Which of the languages of this installation people can choose."""

    def typed(self) -> str:
        return str(self.data)


def _text(label: Any, hint: Any = "", longest: int = 200) -> Any:
    return Typed(label, [Length(max=longest)], description=hint)


_FIELDS: dict[str, Any] = {
    "site_name": _text(_("Name of the site"), longest=100),
    "contact_email": _text(
        _("Address for people who write to you"), _("It stands on the pages and in letters.")
    ),
    "default_country": _text(
        _("Country"), _("Two letters, such as US. Its crisis lines show when no place is known.")
    ),
    "emergency_numbers": Lines(
        _("Emergency numbers"),
        [Length(max=2000)],
        description=_("One country on each line, such as US=911. Check each of them."),
    ),
    "content_licence": _text(
        _("Licence of what people send"), _("Its short name, such as CC-BY-4.0.")
    ),
    "publisher_identifier": _text(
        _("Your number in a register"), _("Such as GB-CHC-123456. You can leave it empty.")
    ),
    "exit_url": _text(_("Where the quick exit leads"), _("A neutral site, with https://.")),
    "embed_origins": Lines(
        _("Sites that may show the search in a frame"),
        [Length(max=2000)],
        description=_("One on each line, such as https://clinic.example. Empty: all."),
    ),
    "never_checked_share": _text(
        _("Share of listings that may be unchecked"),
        _("From 0 to 1. Above it, the site is not called fit for the public."),
    ),
}
SETTINGS = (*_FIELDS, "languages")
# What to say when a setting cannot be used as it was typed.
WRONG = {
    "site_name": _("Write a name of at most 100 letters."),
    "contact_email": _("Write one e-mail address, such as help@example.org."),
    "default_country": _("Use two letters, such as US."),
    "emergency_numbers": _("Write each line like US=911."),
    "content_licence": _("Write the short name of one licence, such as CC-BY-4.0."),
    "exit_url": _("Write a whole address that begins with https://."),
    "embed_origins": _("Write each line like https://clinic.example, without a path."),
    "never_checked_share": _("Write a number from 0 to 1, such as 0.1."),
}


def settings_form(*args: Any, languages: Sequence[str], **kwargs: Any) -> BaseForm:
    """`languages`: those of the installation, the first of which is always there."""
    all_of_them = ",".join(languages)
    choices = [SelectChoice(all_of_them, all_of_them.replace(",", ", "))]
    if len(languages) > 1:
        choices.append(SelectChoice(languages[0], languages[0]))
    field = Shown(
        _("Languages of the pages"),
        choices=choices,
        description=_("Others need a new start with other settings of the machine."),
    )
    return type("SettingsForm", (BaseForm,), _FIELDS | {"languages": field})(*args, **kwargs)


def typed_settings(form: BaseForm) -> dict[str, str]:
    """Each setting as the environment would say it."""
    fields: Any = form
    return {name: fields[name].typed() for name in SETTINGS}
