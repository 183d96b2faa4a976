"""What staff say about a file: where it is from, how it is read, what its columns mean."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, FileField, IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange, ValidationError

from directory.config import current_settings
from directory.exchange.flat.suggest import KEYS, TARGETS
from directory.exchange.looking import ENCODINGS
from directory.exchange.models import BY_HAND, FLAG, HIDE, HSDS_API, IGNORE, MEETINGS, NDJSON, TABLE
from directory.listings.classification import labels, terms
from directory.web.forms import BaseForm
from directory.web.locales import current_language
from directory.web.outside import fault

MOST_COLUMNS = 200  # on the form; the others are left out
FIXED = ("kind", "category", "format", "source")  # what may hold for all rows


class SendForm(BaseForm):
    file = FileField()
    source = SelectField(coerce=int, default=0)
    name = StringField(validators=[Length(max=120)])

    def __init__(self, *args: Any, feeds: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file.label.text = _("File")
        self.source.label.text = _("Where is it from?")
        self.source.choices = [(0, _("A new source"))] + [(f.id, f.name) for f in feeds]
        self.name.label.text = _("Name of the new source")

    def validate_name(self, field: StringField) -> None:
        if not self.source.data and not (field.data or "").strip():
            raise ValidationError(_("Say where the file is from: a name that you will know again."))


class ReadingForm(BaseForm):
    form = SelectField(default="")
    encoding = SelectField(default="")
    delimiter = SelectField(default="")
    sheet = SelectField(default="")
    skip = SelectField(coerce=int, default=0)

    def __init__(self, *args: Any, sheets: list[str], encoding: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict.fromkeys([encoding, *ENCODINGS])
        self.form.label.text = _("What it is")
        self.form.choices = [
            ("csv", _("A table")),
            ("hsds-json", _("HSDS JSON")),
            ("hsds-tabular", _("HSDS tables in a zip")),
            ("meetings", _("Meetings (Meeting Guide)")),
        ]
        self.encoding.label.text = _("Letters are written as")
        self.encoding.choices = [(name, name) for name in known if name]
        self.delimiter.label.text = _("Between columns stands")
        self.delimiter.choices = [
            (",", _("a comma")), (";", _("a semicolon")), ("\t", _("a tab")), ("|", _("a bar"))
        ]  # fmt: skip
        self.sheet.label.text = _("Sheet")
        self.sheet.choices = [(name, name) for name in sheets] or [("", "")]
        self.skip.label.text = _("The names of the columns stand in filled row")
        self.skip.choices = [(n, str(n + 1)) for n in range(6)]


def reading_of(form: ReadingForm) -> dict[str, Any]:
    """Only what a person can choose: a forged field is dropped by the choices."""
    return {
        "encoding": form.encoding.data or "",
        "delimiter": form.delimiter.data or "",
        "sheet": form.sheet.data or "",
        "skip": form.skip.data or 0,
    }


class ColumnsForm(BaseForm):
    """What each column is. Its fields are made for the header at hand: c0, c1 …"""

    ready = SelectField(default="")
    country = StringField(validators=[Length(max=2)])
    kind = SelectField(default="")
    category = SelectField(default="")
    format = SelectField(default="")
    source = SelectField(default="")

    def __init__(self, *args: Any, ready: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready.label.text = _("Use a mapping that is ready")
        self.ready.choices = [("", _("No, what I choose below"))] + [(n, n) for n in ready]
        self.country.label.text = _("Country, two letters")
        self.country.data = (self.country.data or current_settings().default_country).upper()
        for axis in FIXED:
            codes = [term.code for term in terms(axis)]
            names = labels(axis, codes, current_language())
            self[axis].label.text = {
                "kind": _("What kind of offer"),
                "category": _("Group, online or professional"),
                "format": _("How people meet"),
                "source": _("Who gives the support"),
            }[axis]
            choice: Any = self[axis]
            choice.choices = [("", _("It differs, or we do not know"))]
            choice.choices += zip(codes, names, strict=True)

    def validate_country(self, field: StringField) -> None:
        if len(field.data or "") != 2 or not (field.data or "").isalpha():
            raise ValidationError(_("Two letters, such as US."))


def read_columns(values: Any, header: list[str]) -> tuple[dict[str, str], str]:
    """({key of a target: column}, what is wrong or nothing)."""
    chosen: dict[str, str] = {}
    for number, column in enumerate(header[:MOST_COLUMNS]):
        key = values.get(f"c{number}", "")
        if key not in KEYS:
            continue
        if key in chosen:
            twice = _("Two columns are both “%(what)s”. Choose one.", what=_(KEYS[key].label))
            return chosen, twice
        chosen[key] = column
    if "name" not in chosen:
        return chosen, _("Say which column holds the name of each offer.")
    return chosen, ""


def targets() -> list[tuple[str, str]]:
    return [("", _("leave out"))] + [(target.key, _(target.label)) for target in TARGETS]


class SourceForm(BaseForm):
    name = StringField(validators=[Length(min=1, max=120)])
    kind = SelectField()
    url = StringField(validators=[Length(max=1000)])
    licence = StringField(validators=[Length(max=200)])
    credit = StringField(validators=[Length(max=500)])
    share_alike = BooleanField()
    publish = BooleanField()
    priority = IntegerField(validators=[NumberRange(-100, 100)], default=0)
    missing = SelectField()
    misses = IntegerField(validators=[NumberRange(1, 50)], default=2)
    every_hours = IntegerField(validators=[NumberRange(1, 24 * 31)], default=24)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "name": _("Name"),
            "kind": _("How it comes"),
            "url": _("Address"),
            "licence": _("Licence"),
            "credit": _("Credit to show"),
            "share_alike": _("Its licence asks that what is made of it is shared alike"),
            "publish": _("What is pulled goes straight in, without a moderator"),
            "priority": _("Who has the say: the higher number"),
            "missing": _("When it no longer brings a listing"),
            "misses": _("Hide after so many misses"),
            "every_hours": _("Pull every so many hours"),
        }
        for name, label in words.items():
            self[name].label.text = label
        self.kind.choices = [
            (BY_HAND, _("Somebody sends files here")),
            (HSDS_API, _("From an HSDS API")),
            (NDJSON, _("From a file of HSDS JSON")),
            (TABLE, _("From a table (CSV)")),
            (MEETINGS, _("From a feed of meetings (Meeting Guide)")),
        ]
        self.missing.choices = [
            (IGNORE, _("do nothing")),
            (FLAG, _("tell the moderators")),
            (HIDE, _("hide it")),
        ]

    def validate_url(self, field: StringField) -> None:
        if self.kind.data == BY_HAND:
            return
        if not field.data or fault(field.data.strip()):
            raise ValidationError(_("This is no address that we would ask. Check it."))
