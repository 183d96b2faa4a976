"""Forms for the words of our classification and for search synonyms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FloatField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange

from directory.listings.classification import Axis, Term, Words
from directory.listings.own_terms import LONGEST, MOST_SYNONYMS, TermChange
from directory.listings.slugs import slug_of
from directory.listings.text import clean_line
from directory.search.own_synonyms import Held, usual_weight
from directory.search.synonyms import Group
from directory.web.forms import BaseForm

NEEDED = _("Please fill this in.")
LANGUAGE_CHOICES = [SelectChoice("en", "English"), SelectChoice("es", "Español")]


class Wordings(TextAreaField):
    """One wording a line."""

    def listed(self) -> tuple[str, ...]:
        lines = map(clean_line, (self.data or "").splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))


def _label(name: Any) -> Any:
    return StringField(name, [InputRequired(NEEDED), Length(max=LONGEST["label"])])


def _description(name: Any) -> Any:
    return StringField(name, [InputRequired(NEEDED), Length(max=LONGEST["description"])])


def _few(_form: Any, field: Wordings) -> None:
    listed = field.listed()
    if len(listed) > MOST_SYNONYMS or any(len(each) > LONGEST["synonym"] for each in listed):
        raise ValidationError(_("At most 60 wordings, each of at most 60 letters."))


class TermForm(BaseForm):
    """One term in both languages."""

    parent = SelectField(_("Part of"), choices=[], validate_choice=False)
    label_en = _label(_("English: what it is called"))
    description_en = _description(_("English: in one short sentence"))
    synonyms_en = Wordings(_("English: other words for it, one on each line"), [_few])
    label_es = _label(_("Spanish: what it is called"))
    description_es = _description(_("Spanish: in one short sentence"))
    synonyms_es = Wordings(_("Spanish: other words for it, one on each line"), [_few])
    reason = StringField(_("Why you change it"), [InputRequired(NEEDED), Length(max=300)])

    def __init__(self, typed: Any, *, term: Term | None) -> None:
        data: dict[str, Any] = {}
        if term is not None:
            for language in ("en", "es"):
                words = term.in_language(language)
                data |= {
                    f"label_{language}": words.label,
                    f"description_{language}": words.description,
                    f"synonyms_{language}": "\n".join(words.synonyms),
                }
        super().__init__(typed, data=data)
        if term is not None:
            del self.parent

    def offer_parents(self, axis: Axis, language: str) -> None:
        if "parent" in self:
            tops = [SelectChoice(t.code, t.label(language)) for t in axis.terms if not t.parent]
            self.parent.choices = [SelectChoice("", _("Nothing: it stands alone")), *tops]

    def validate_label_en(self, field: Any) -> None:
        if not slug_of(field.data or ""):
            raise ValidationError(_("Write a name with letters."))

    def change(self, axis: str, code: str, held: Term | None) -> TermChange:
        words = {
            language: Words(
                label=clean_line(self[f"label_{language}"].data),
                description=clean_line(self[f"description_{language}"].data),
                synonyms=self._wordings(language),
            )
            for language in ("en", "es")
        }
        parent = held.parent if held else (self.parent.data or None)
        return TermChange(axis, code, parent, words)

    def _wordings(self, language: str) -> tuple[str, ...]:
        field = self[f"synonyms_{language}"]
        assert isinstance(field, Wordings)
        return field.listed()

    def sides(self, held: Term | None) -> Iterator[tuple[str, str, str, str]]:
        """(field, its name, what the term says, what the form says)."""
        if "parent" in self:
            yield "parent", str(self.parent.label.text), "", self.parent.data or ""
        for language in ("en", "es"):
            old = held.in_language(language) if held else Words("", "")
            for name, said in (
                ("label", old.label),
                ("description", old.description),
                ("synonyms", ", ".join(old.synonyms)),
            ):
                field = self[f"{name}_{language}"]
                typed = (
                    ", ".join(field.listed())
                    if isinstance(field, Wordings)
                    else clean_line(field.data or "")
                )
                yield field.name, str(field.label.text), said, typed


class SynonymsForm(BaseForm):
    WORDS = _("These stand for each other, one on each line")
    ALSO = _("Each of them also finds, one on each line")
    WEIGHT = _("How strong it counts, 0 to 1")

    language = SelectField(_("Language"), choices=LANGUAGE_CHOICES)
    words = Wordings(WORDS, [InputRequired(NEEDED), _few])
    also = Wordings(ALSO, [_few])
    weight = FloatField(WEIGHT, [InputRequired(NEEDED), NumberRange(0, 1)])
    reason = StringField(_("Why you change it"), [InputRequired(NEEDED), Length(max=300)])

    def __init__(self, typed: Any, *, held: Held | None) -> None:
        data: dict[str, Any] = {"weight": usual_weight()}
        if held is not None:
            group = held.group
            data = {
                "language": group.language,
                "words": "\n".join(group.words),
                "also": "\n".join(group.also),
                "weight": group.weight,
            }
        super().__init__(typed, data=data)

    def group(self) -> Group:
        weight = float(self.weight.data or 0)
        return Group(self.words.listed(), self.also.listed(), self.language.data, weight)
