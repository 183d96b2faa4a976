"""What a visitor asked for, read from an address or a sent form. Nothing is refused: what is not
understood is left out, and what is left out shows."""

from __future__ import annotations

import re
from typing import Any

from wtforms import IntegerField, SelectMultipleField, StringField
from wtforms.validators import Optional

from directory.finding.asked import (
    AXES,
    DAYS,
    DEFAULT_RADIUS,
    HOURS,
    PARTS,
    RADII,
    SORTS,
    VIEWS,
    Asked,
)
from directory.listings import classification
from directory.web.forms import BaseForm

LONGEST_WORDS = 256
LONGEST_PLACE = 100
LAST_PAGE = 1000
MOST_IGNORED = 8
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")


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


class Languages(Codes):
    """Codes of languages, "es" or "ase"; whether anybody speaks it here is the engine's to say."""

    def process_formdata(self, valuelist: list[str]) -> None:
        known = [code for code in valuelist if LANGUAGE.fullmatch(code)]
        self.data = list(dict.fromkeys(known))[:MOST_IGNORED]


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
    without = Names()
    day = Names()
    time = Words(10)
    view = Words(10)
    private = Words(10)

    category = Codes("category")
    kind = Codes("kind")
    support = Codes("support")
    source = Codes("source")
    topic = Codes("topic")
    audience = Codes("audience")
    language = Languages("language")
    format = Codes("format")
    cost = Codes("cost")
    access = Codes("access")

    def asked(self) -> Asked:
        radius = self.radius.data if self.radius.data in RADII else None
        if radius == DEFAULT_RADIUS:
            radius = None  # what holds without being said makes no address longer
        page = self.page.data or 1
        return Asked(
            words=self.q.data or "",
            near=self.near.data or "",
            radius=radius,
            codes={axis: tuple(codes) for axis in AXES if (codes := self[axis].data)},
            without=tuple(filter(_is_term, self.without.data or ())),
            open_now=self.open.data == "now",
            days=tuple(day for day in DAYS if day in (self.day.data or ())),
            time=self.time.data if self.time.data in (*PARTS, *HOURS) else "",
            view=self.view.data if self.view.data in VIEWS else VIEWS[0],
            discreet=self.private.data == "discreet",
            sort=self.sort.data if self.sort.data in SORTS else "best",
            page=page if 1 <= page <= LAST_PAGE else 1,
            exactly=self.exactly.data == "yes",
            ignored=tuple(self.ignored.data or ()),
        )


def _is_term(name: str) -> bool:
    axis, _, code = name.partition(":")
    if axis == "language":
        return LANGUAGE.fullmatch(code) is not None
    return classification.find_term(axis, code) is not None
