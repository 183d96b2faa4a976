# ruff: noqa: E501 - a table is read in lines
"""Which column of a stranger's table is what: by the likeness of names and by what stands in the
cells. A suggestion for a person to correct, never a decision. Plain."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from directory.listings.messages import N_

LIKE = 0.86  # of 1: names that are nearly the same
BY_CONTENT = 0.6  # what cells alone can prove
_ENOUGH = 0.7  # of the filled cells must look like it


@dataclass(frozen=True, slots=True)
class Target:
    """What a column can be. `names`: what others call it, folded. `cells`: how its cells look;
    `proof` says whether that alone is enough."""

    key: str
    label: str
    names: tuple[str, ...]
    cells: re.Pattern[str] | None = None
    proof: bool = False


def _target(key: str, label: str, names: str, cells: str = "", proof: bool = False) -> Target:
    pattern = re.compile(cells, re.IGNORECASE) if cells else None
    return Target(key, label, tuple(names.split()), pattern, proof)


_PHONE = r"\+?[\d(][\d\s().\-/x]{6,}(\s*(ext|x)\.?\s*\d+)?"
TARGETS = (
    _target("id", N_("Its own number at the source"), "id recordid serviceid uniqueid programid resourceid siteid listingid servicetaxid resourceagencynum reference ref key"),
    _target("name", N_("Name of the offer"), "name nameofgroup nameofservice nameofprogram nameofoffer servicename programname service program title groupname meetingname agencyprogramname listing nombre publicname name1 meeting group"),
    _target("organization", N_("Who runs it"), "organization organisation nameoforganization nameofagency agency agencyname provider providername organizationname organisationname org parentagency parentagencyname charity company organizacion runby"),
    _target("description", N_("Description"), "description servicedescription programdescription about details summary descripcion agencydescription overview info information"),
    _target("phone", N_("Telephone"), "phone telephone phonenumber phone1 mainphone tel telephonenumber phone1number mainphonenumber contactphone telefono publicphone phonemain", _PHONE, True),
    _target("phone2", N_("Second telephone"), "phone2 altphone alternatephone phone2number secondphone otherphone intakephone intake1 hotline phonehotline phonetollfree tollfree", _PHONE),
    _target("email", N_("E-mail"), "email emailaddress mail contactemail correo emailaddressmain e-mail publicemail", r"[^@\s]+@[^@\s]+\.[a-z]{2,}", True),
    _target("website", N_("Website"), "website url web webpage link websiteaddress sitioweb homepage site", r"(https?://|www\.)\S+", True),
    _target("venue", N_("Name of the place"), "venue location locationname sitename place building facility lugar placename"),
    _target("address_1", N_("Street and number"), "address address1 street street1 streetaddress addressline1 physicaladdress1 siteaddress direccion physicaladdress mailingaddress1 addr"),
    _target("address_2", N_("More of the address"), "address2 street2 addressline2 suite unit physicaladdress2"),
    _target("city", N_("Town"), "city town physicalcity municipality locality ciudad sitecity suburb posttown"),
    _target("region", N_("County or district"), "county region district physicalcounty area borough parish"),
    _target("state", N_("State or province"), "state province stateprovince physicalstateprovince physicalstate estado sitestate st"),
    _target("postal_code", N_("Postal code"), "zip zipcode postcode postalcode physicalpostalcode codigopostal sitezip physicalzip", r"\d{5}(-\d{4})?|[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}", True),
    _target("country", N_("Country, two letters"), "country countrycode physicalcountry pais"),
    _target("latitude", N_("Latitude"), "latitude lat y geolat", r"-?\d{1,2}\.\d{3,}"),
    _target("longitude", N_("Longitude"), "longitude lon lng long x geolon", r"-?\d{1,3}\.\d{3,}"),
    _target("times", N_("Times, in words"), "hours times schedule hoursofoperation openinghours programhours when officehours meetingtime horario dayandtime", r".*\b(mon|tues?|wed|thu|fri|sat|sun)[a-z]*\b.*", True),
    _target("who_for", N_("Who it is for"), "eligibility eligibilitydescription whofor servedpopulation requirements targetgroup eligible"),
    _target("cost", N_("What it costs"), "fees fee cost feestructuresource price feesdescription costs feestructure precio"),
    _target("how_to_join", N_("How to join"), "intakeprocedure applicationprocess howtojoin intake howtoapply intakeprocess access referral"),
    _target("language", N_("Language"), "language languages languagesofferedlist languagesoffered idioma languagecode"),
    _target("minimum_age", N_("Youngest age"), "minimumage minage agefrom ageminimum"),
    _target("maximum_age", N_("Oldest age"), "maximumage maxage ageto agemaximum"),
)  # fmt: skip
KEYS = {target.key: target for target in TARGETS}


def folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower().translate(_ACCENTS))


_ACCENTS = str.maketrans("áéíóúñü", "aeiounu")


def suggest(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """{key of a target: column}, each column once. `rows` are a few of the first."""
    found: list[tuple[float, int, int]] = []
    for at, column in enumerate(header):
        cells = [row.get(column, "").strip() for row in rows]
        for nth, target in enumerate(TARGETS):
            score = _score(target, folded(column), [cell for cell in cells if cell])
            if score:
                found.append((score, nth, at))
    chosen: dict[str, str] = {}
    used: set[int] = set()
    for _, nth, at in sorted(found, key=lambda item: (-item[0], item[1], item[2])):
        key = TARGETS[nth].key
        if key not in chosen and at not in used:
            chosen[key] = header[at]
            used.add(at)
    return chosen


def _score(target: Target, name: str, cells: list[str]) -> float:
    """0 where it is not likely."""
    if not name:
        return 0
    looks = bool(cells) and target.cells is not None
    fits = looks and _share(target, cells) >= _ENOUGH
    if looks and not fits and target.key in ("latitude", "longitude", "email"):
        return 0
    if name in target.names:
        # What stands first is what most people mean by it.
        return 1.2 - target.names.index(name) / 1000 + (0.1 if fits else 0)
    best = max(ratio(name, known) / 100 for known in target.names)
    if best >= LIKE and len(name) > 3:
        return best + (0.1 if fits else 0)
    return BY_CONTENT if fits and target.proof else 0


def _share(target: Target, cells: list[str]) -> float:
    assert target.cells
    return sum(bool(target.cells.fullmatch(cell)) for cell in cells) / len(cells)


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first filled rows stand above the header: the one whose cells are most
    like names that we know, and texts that differ. The first in doubt."""
    scores = [_like_header(cells) for cells in rows[:6]]
    if not scores:
        return 0
    best = max(range(len(scores)), key=lambda at: (scores[at], -at))
    return best if scores[best] >= scores[0] + 2 else 0


def _like_header(cells: Sequence[str]) -> int:
    names = [folded(cell) for cell in cells if cell.strip()]
    if len(set(names)) < len(names):
        return 0
    return sum(any(name in target.names for target in TARGETS) for name in names)
