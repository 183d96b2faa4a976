"""Safe messaging in every text that the public will read, translations included."""

from collections.abc import Iterator

from directory.listings import text, urls
from directory.listings.language import Finding, lint
from directory.listings.messages import N_, say
from directory.listings.record import (
    STAFF_ONLY_FACTS,
    Attribute,
    Facts,
    Metadata,
    Record,
    Source,
    Taxonomy,
    TaxonomyTerm,
)
from directory.listings.rules.problem import Around, Problem, Severity
from directory.listings.rules.reach import country_of
from directory.listings.rules.whole import texts

# Rows whose words are not ours to judge: vocabularies, logs, credits.
_NOT_OURS = (Attribute, Metadata, Source, Taxonomy, TaxonomyTerm)
_NAMES = frozenset({"name", "alternate_name"})


def wording_problems(around: Around) -> Iterator[Problem]:
    record = around.record
    if record is None:
        return
    country, settled = country_of(around), _settled(record)
    rows = dict(around.rows)
    for path, name, value in texts(around):
        language = record.language
        if path.startswith("translations."):
            language = path.split(".")[1]
        elif not _is_public(rows, path, name):
            continue
        found = lint(value, name in _NAMES, language=language, country=country, settled=settled)
        yield from _said(path, value, found)


def _is_public(rows: dict[str, object], path: str, name: str) -> bool:
    row = rows.get(path.rpartition(".")[0])
    if isinstance(row, _NOT_OURS) or name in urls.FIELDS or name == "extent":
        return False
    if isinstance(row, Facts) and name in STAFF_ONLY_FACTS:
        return False
    return name not in text.LINES or name in _NAMES


def _settled(record: Record) -> frozenset[str]:
    """What other facts of the listing already answer."""
    settled = set()
    if record.crisis or record.facts.round_the_clock:
        settled.add("cover")
    if record.facts.must_report:
        settled.add("limits")
    return frozenset(settled)


def _said(path: str, value: str, found: list[Finding]) -> Iterator[Problem]:
    """One problem for each rule and field, with the first place that breaks it."""
    seen: set[str] = set()
    for finding in found:
        if finding.rule in seen:
            continue
        seen.add(finding.rule)
        sentence = say(
            N_("“%(words)s”: %(advice)s"),
            words=value[finding.start : finding.end][:60],
            advice=finding.sentence,
        )
        severity: Severity = "refuse" if finding.action == "stop" else "warn"
        yield Problem(path, f"wording-{finding.rule}", severity, sentence)
