"""What can be asked of each list, said once: the same table reads requests, writes the OpenAPI
document and fills the documentation page, so none of them can say something else."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

DEFAULT_PER_PAGE = 20  # the only default with which the UK page test always passes
MAX_PER_PAGE = 100
LARGEST_NUMBER = 10**9
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class BadParameter(ValueError):
    """A request that cannot be answered; `sentence` says what to send instead."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name}: {sentence}")
        self.name, self.sentence = name, sentence


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    about: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    repeats: bool = False  # each further value narrows too
    also: tuple[str, ...] = ()  # other spellings that are understood

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.also)


def _text(value: str) -> str:
    if "\0" in value:
        raise ValueError("It holds a character that is no text.")
    return value


def _flag(value: str) -> bool:
    words = {"true": True, "false": False, "1": True, "0": False}
    if value.lower() not in words:
        raise ValueError("Use true or false.")
    return words[value.lower()]


def _page(value: str) -> int:
    return _whole(value, LARGEST_NUMBER)


def _per_page(value: str) -> int:
    return _whole(value, LARGEST_NUMBER)


def _whole(value: str, largest: int) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", value) or not 1 <= int(value) <= largest:
        raise ValueError("Use a whole number, 1 or more.")
    return int(value)


def _uuid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        raise ValueError("Use a UUID, as found in the field id.") from None


def instant(value: str) -> datetime:
    # A plus sign that was not escaped arrives as a space.
    text = re.sub(r" (?=\d\d:?\d\d$)", "+", value.strip()).replace("t", "T").replace("z", "Z")
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
            raise ValueError
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("Use a moment such as 2026-11-23T08:30:00Z.") from None


def _metres(value: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", value):
        raise ValueError("Use metres as a plain number, such as 5000.")
    return float(value)


def _format(value: str) -> str:
    if value not in ("json", "ndjson"):
        raise ValueError("Use json or ndjson.")
    return value


def _age(value: str) -> float:
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", value):
        raise ValueError("Use an age in years, such as 16.")
    return float(value)


def _clock(value: str) -> str:
    found = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])(:[0-5][0-9])?Z?", value)
    if not found:
        raise ValueError("Use a time of day such as 18:30.")
    return value.removesuffix("Z") + ("" if found[3] else ":00")


def _day(value: str) -> str:
    if value.upper() in DAYS:
        return value.upper()
    if value.lower() in _DAY_NAMES:
        return DAYS[_DAY_NAMES.index(value.lower())]
    raise ValueError("Use MO, TU, WE, TH, FR, SA or SU.")


TEXT = {"type": "string"}
FLAG = {"type": "boolean", "default": False}
ID = {"type": "string", "format": "uuid"}

SEARCH = Parameter(
    "search",
    "Words to look for, through the same engine as the site; the best matches come first. "
    'Understood: words, one "quoted phrase", a minus before a word to leave out.',
    TEXT | {"maxLength": 256},
    _text,
)
PAGE = Parameter(
    "page", "Number of the page, from 1.", {"type": "integer", "minimum": 1, "default": 1}, _page
)
PER_PAGE = Parameter(
    "per_page",
    "How many on a page, at most 100. Lists with minimal have no such limit.",
    {
        "type": "integer",
        "minimum": 1,
        "maximum": MAX_PER_PAGE,
        "default": DEFAULT_PER_PAGE,
    },
    _per_page,
    also=("perPage", "size"),
)
FORMAT = Parameter(
    "format",
    "json gives pages. ndjson streams every match without pages, one object a line; "
    "page and per_page then have no effect.",
    {"type": "string", "enum": ["json", "ndjson"], "default": "json"},
    _format,
)
TERM = Parameter(
    "taxonomy_term_id",
    "Only records with this term or a term below it. Given again, both must hold.",
    ID,
    _uuid,
    repeats=True,
)
TAXONOMY = Parameter(
    "taxonomy_id",
    "Only records with any term of this taxonomy. Given again, both must hold.",
    ID,
    _uuid,
    repeats=True,
)
ORGANIZATION = Parameter("organization_id", "Only what this organization offers.", ID, _uuid)
MODIFIED_AFTER = Parameter(
    "modified_after",
    "Only records whose last_modified is this moment or later. Without an offset it is UTC.",
    {"type": "string", "format": "date-time"},
    instant,
)
MINIMAL = Parameter(
    "minimal",
    "Every service in one answer, each with id, name, status and last_modified. What you hold "
    "and this answer lacks is gone.",
    FLAG,
    _flag,
)
FULL = Parameter("full", "Each item with everything it holds, as by its id.", FLAG, _flag)
FULL_SERVICE = Parameter(
    "full_service", "The organization's services with everything they hold.", FLAG, _flag
)
POSTCODE = Parameter(
    "postcode",
    "A US ZIP code or UK postcode. Places whose service has an area must cover its middle; an "
    "area given only in words cannot be tested and passes; without an area nothing is left out.",
    TEXT | {"maxLength": 12},
    _text,
)
PROXIMITY = Parameter(
    "proximity",
    "With postcode: only places at most this many metres from its middle.",
    {"type": "string", "pattern": r"^[0-9]{1,9}(\.[0-9]{1,6})?$"},
    _metres,
)
TOP_ONLY = Parameter("top_only", "Only terms that stand below no other term.", FLAG, _flag)
PARENT = Parameter("parent_id", "Only the direct children of this term.", ID, _uuid)
FICTIONAL = Parameter(
    "sd_fictional",
    "Our addition. true lets in made-up demonstration records, which are otherwise left out.",
    FLAG,
    _flag,
)
MINIMUM_AGE = Parameter(
    "minimum_age",
    "Only services whose minimum age is this or more.",
    {"type": "number", "minimum": 0, "maximum": 999},
    _age,
)
MAXIMUM_AGE = Parameter(
    "maximum_age",
    "Only services whose maximum age is this or less.",
    {"type": "number", "minimum": 0, "maximum": 999},
    _age,
)
_CLOCK = {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?Z?$"}
START_TIME = Parameter(
    "start_time", "Only with a schedule that starts then or later.", _CLOCK, _clock
)
END_TIME = Parameter("end_time", "Only with a schedule that ends then or earlier.", _CLOCK, _clock)
DAY = Parameter(
    "day", "Only with a schedule on this day of the week.", {"type": "string", "enum": DAYS}, _day
)

UK = (MINIMUM_AGE, MAXIMUM_AGE, START_TIME, END_TIME, DAY)
PAGES = (PAGE, PER_PAGE, FORMAT)
LISTS: dict[str, tuple[Parameter, ...]] = {
    "services": (
        SEARCH, *PAGES, TERM, TAXONOMY, ORGANIZATION, MODIFIED_AFTER, MINIMAL, FULL, FICTIONAL,
    ),
    "organizations": (SEARCH, FULL_SERVICE, FULL, TERM, TAXONOMY, *PAGES, FICTIONAL),
    "service_at_locations": (
        SEARCH, TERM, TAXONOMY, ORGANIZATION, MODIFIED_AFTER, FULL, *PAGES, POSTCODE, PROXIMITY,
        FICTIONAL,
    ),
    "taxonomies": (SEARCH, *PAGES),
    "taxonomy_terms": (SEARCH, *PAGES, TAXONOMY, TOP_ONLY, PARENT),
    "sd_removed": (MODIFIED_AFTER, *PAGES),
}  # fmt: skip
BY_ID: dict[str, tuple[Parameter, ...]] = {"organizations": (FULL_SERVICE,)}


def of_list(name: str, *, uk: bool) -> tuple[Parameter, ...]:
    return LISTS[name] + (UK if uk and name in ("services", "service_at_locations") else ())


def read(
    pairs: Iterable[tuple[str, str]], known: tuple[Parameter, ...], *, once: bool = False
) -> dict[str, Any]:
    """Values by name; those of `repeats` are lists. With `once` no name may come with two
    values, as in a POST that has them in address and body. Raises BadParameter."""
    spelled = {spelling: parameter for parameter in known for spelling in parameter.spellings}
    values: dict[str, Any] = {}
    for name, raw in pairs:
        parameter = spelled.get(name)
        if parameter is None:
            names = ", ".join(p.name for p in known) or "none"
            raise BadParameter(name, f"This is not a parameter here. Those that are: {names}.")
        value = _read_one(parameter, name, raw)
        held = values.get(parameter.name)
        if parameter.repeats and not (once and held and value not in held):
            values[parameter.name] = [*(held or []), value]
        elif held is not None and held != value:
            raise BadParameter(name, "It was given two values. Send one.")
        else:
            values[parameter.name] = value
    return values


def _read_one(parameter: Parameter, name: str, raw: str) -> Any:
    if not raw.strip() and parameter is not SEARCH:
        raise BadParameter(name, "It has no value. Send one, or leave the parameter out.")
    try:
        return parameter.read(raw if parameter is SEARCH else raw.strip())
    except ValueError as problem:
        raise BadParameter(name, str(problem)) from None
