"""What a visitor asked for, read from an address or a sent form. Nothing is refused: what is not
understood is left out, and what is left out shows."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, SelectMultipleField, StringField
from wtforms.validators import Optional

from directory.finding.asked import AXES, RADII, SORTS, Asked
from directory.listings import classification
from directory.web.forms import BaseForm

LONGEST_WORDS = 256
LONGEST_PLACE = 100
LAST_PAGE = 1000
MOST_IGNORED = 8


class Words(StringField):
    """One line of text: spaces tidied, never longer than `most`."""

    def __init__(self, most: int, **of_wtforms: Any) -> None:
        super().__init__(**of_wtforms)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = " ".join(valuelist[0].split())[: self.most] if valuelist else ""


class Codes(SelectMultipleField):
    """Codes of one axis; others are passed over."""

    def __init__(self, axis: str, **of_wtforms: Any) -> None:
        super().__init__(choices=[], **of_wtforms)
        self.axis = axis

    def process_formdata(self, valuelist: list[str]) -> None:
        known = [code for code in valuelist if classification.find_term(self.axis, code)]
        self.data = list(dict.fromkeys(known))

    def pre_validate(self, form: Any) -> None:
        """Nothing can be wrong any more."""


class Names(SelectMultipleField):
    """Short texts of any kind, at most eight."""

    def __init__(self, **of_wtforms: Any) -> None:
        super().__init__(choices=[], **of_wtforms)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [name[:LONGEST_PLACE] for name in dict.fromkeys(valuelist)][:MOST_IGNORED]

    def pre_validate(self, form: Any) -> None:
        """Nothing can be wrong."""


class SearchForm(BaseForm):
    q = Words(LONGEST_WORDS)
    near = Words(LONGEST_PLACE)
    radius = IntegerField(validators=[Optional()])
    page = IntegerField(validators=[Optional()])
    sort = Words(20)
    open = Words(20)
    exactly = Words(4)  # search as typed: mend nothing
    ignored = Names(name="not")

    category = Codes("category")
    kind = Codes("kind")
    support = Codes("support")
    source = Codes("source")
    topic = Codes("topic")
    audience = Codes("audience")
    format = Codes("format")
    cost = Codes("cost")
    access = Codes("access")

    def asked(self) -> Asked:
        radius = self.radius.data if self.radius.data in RADII else None
        page = self.page.data or 1
        return Asked(
            words=self.q.data or "",
            near=self.near.data or "",
            radius=radius,
            codes={axis: tuple(codes) for axis in AXES if (codes := self[axis].data)},
            open_now=self.open.data == "now",
            sort=self.sort.data if self.sort.data in SORTS else "best",
            page=page if 1 <= page <= LAST_PAGE else 1,
            exactly=self.exactly.data == "yes",
            ignored=tuple(self.ignored.data or ()),
        )
