"""Safe-messaging lint: wording that may harm, mislead or expose, found and never rewritten.

    lint("Just call us!") -> [Finding(rule="tone", action="flag", ...), ...]

"stop" findings keep a listing from being published; "flag" findings are for a moderator, with what
to say instead. The patterns are data (`seed/rules/language.json`) with hits and near misses that
the tests run. Names are only stopped, never flagged: Alcoholics Anonymous keeps its name.
"""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from phonenumbers import shortnumberinfo

from directory.listings import urls
from directory.listings.messages import N_, Sentence, say
from directory.listings.phones import Unknown, digits_of, national_digits, read_number
from directory.listings.retired import retired_in
from directory.listings.seed_files import seed_file

Action = Literal["stop", "flag"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`text[start:end]` is what was found."""

    start: int
    end: int
    rule: str
    action: Action
    sentence: Sentence


SENTENCES = {
    "method": N_("Remove any way, place or means of suicide or self-harm from the text."),
    "suicide-words": N_("Say “died by suicide” or “survived a suicide attempt”."),
    "labels": N_("Name the person first: “living with” or “person with”."),
    "promises": N_("Do not promise a result. Say what is offered, and how often."),
    "cover": N_("This sounds as if somebody always answers. Give the hours."),
    "limits": N_("Say in one sentence when you would not keep it private."),
    "tone": N_("Use a plain sentence: no exclamation mark, no “just” or “simply”, no fear."),
    "help-named": N_("Text about suicide also names help. Say who listens."),
    "personal-data": N_("This looks like somebody’s private details. Remove them."),
    "joining": N_(
        "Do not publish meeting links, meeting numbers or passcodes. Give the sign-up page or a "
        "contact."
    ),
    "retired": N_("%(number)s must not be published any more. People should use: %(instead)s."),
    "crisis-number": N_(
        "A crisis number may only come from the confirmed list. Remove it here; each page shows "
        "crisis help."
    ),
}


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    action: Action
    patterns: dict[str, tuple[re.Pattern[str], ...]]
    unless: dict[str, tuple[re.Pattern[str], ...]]
    unless_text: tuple[re.Pattern[str], ...]


def lint(
    text: str,
    is_name: bool = False,
    *,
    language: str = "en",
    country: str | None = None,
    settled: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Findings in order of place.

    `language` chooses the words of flags (English and Spanish are known); stops are looked for in
    all languages. `country` is where short numbers would be dialled. `settled` names rules that
    other facts of the listing answer, such as "cover" for a line that is open round the clock.
    """
    look = _kept if len(text) <= _SHORT else _look
    return [each for each in look(text, is_name, language, country) if each.rule not in settled]


def _look(text: str, is_name: bool, language: str, country: str | None) -> tuple[Finding, ...]:
    found = [*_by_pattern(text, is_name, language), *_by_number(text, country), *_joining(text)]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.rule)))


# Names, labels and descriptions of organizations come again in row after row of a file.
_SHORT = 400
_kept = lru_cache(maxsize=2048)(_look)


def _by_pattern(text: str, is_name: bool, language: str) -> Iterator[Finding]:
    main = language.split("-")[0].lower()
    for rule in _rules():
        if rule.action == "flag" and is_name:
            continue
        if any(p.search(text) for p in rule.unless_text):
            continue
        seen: set[int] = set()
        for spoken in rule.patterns if rule.action == "stop" else (main,):
            for pattern in rule.patterns.get(spoken, ()):
                for match in pattern.finditer(text):
                    if match.start() in seen or _excused(rule, spoken, text, match):
                        continue
                    seen.add(match.start())
                    sentence = say(SENTENCES[rule.code])
                    yield Finding(*match.span(), rule.code, rule.action, sentence)


_DIGIT = re.compile(r"\d")
_SENTENCE_END = re.compile(r"[.!?\n]")


def _excused(rule: _Rule, spoken: str, text: str, match: re.Match[str]) -> bool:
    excuses = rule.unless.get(spoken, ())
    if not excuses:
        return False
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= match.start()), default=0)
    end = min((end for end in ends if end >= match.end()), default=len(text))
    return any(p.search(text, start, end) for p in excuses)


def _joining(text: str) -> Iterator[Finding]:
    for start, end in urls.joining_details(text):
        yield Finding(start, end, "joining", "stop", say(SENTENCES["joining"]))


# "Our crisis line: 555 0100" - a number that is said to answer people in crisis.
_CALLED_CRISIS = re.compile(
    r"\b(?:crisis|suicide|suicidio|life\s?line|emergency|emergencias?|urgencias?)\b[^.!?\n\d]{0,40}"
    r"(?P<number>\+?\(?\d[\d\s().-]{1,17}\d)(?![\d/%:])",
    re.I,
)


def _by_number(text: str, country: str | None) -> Iterator[Finding]:
    if not _DIGIT.search(text):
        return
    for start, end, row in retired_in(text, country):
        words = say(SENTENCES["retired"], number=text[start:end], instead=row.use_instead)
        yield Finding(start, end, "retired", "stop", words)
    for match in _CALLED_CRISIS.finditer(text):
        number = match["number"]
        if len(digits_of(number)) >= 3 and not is_known_crisis_number(number, country):
            sentence = say(SENTENCES["crisis-number"])
            yield Finding(*match.span("number"), "crisis-number", "stop", sentence)


def is_known_crisis_number(number: str, country: str | None) -> bool:
    """True for the numbers of the crisis set, and for emergency numbers of the country (of any
    country that we know lines in, if none is given)."""
    digits = digits_of(number)
    read = read_number(number, country)
    spellings = {digits} | (set() if isinstance(read, Unknown) else {national_digits(read)})
    for place, dial in _crisis_numbers():
        if country in (place, None) and (dial in spellings or dial.lstrip("01") in spellings):
            return True
    places = {country} if country else {place for place, _ in _crisis_numbers()}
    return any(shortnumberinfo.is_emergency_number(digits, place) for place in places)


def is_crisis_line(number: str, country: str | None) -> bool:
    """True if this is, in that very country, a number of the crisis set."""
    digits = digits_of(number)
    return bool(country) and any(
        place == country and dial in (digits, f"1{digits}", f"0{digits}")
        for place, dial in _crisis_numbers()
    )


@cache
def _crisis_numbers() -> frozenset[tuple[str, str]]:
    rows = csv.DictReader(seed_file("rules", "crisis_numbers.csv").splitlines())
    return frozenset((row["country"], row["dial"]) for row in rows)


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            row["code"],
            row["action"],
            {spoken: _compiled(p) for spoken, p in row["patterns"].items()},
            {spoken: _compiled(p) for spoken, p in row["unless"].items()},
            _compiled(row["unless_text"]),
        )
        for row in json.loads(seed_file("rules", "language.json"))["rules"]
    )


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.I) for pattern in patterns)
