"""Nobody learns from the time of an answer whether an address is known (TRUST AUT-4, attack 12):
`pytest -s tests/drills/test_timing.py`. DRILL_TIMINGS (500) requests of each sort, DRILL_SEED.

What is measured is the processor's time for the request, inside this process, so that other work on
the machine does not matter; requests with a known and an unknown address take turns at random. A
rank test compares them: p below 0.01 in two series, one after the other, is a difference.
"""

import gc
import random
import time
from collections.abc import Callable, Iterator
from statistics import median

import pytest
from flask import Flask

from directory.accounts import limits as sign_in_limits
from directory.extensions import db
from directory.submissions import limits
from directory.web.forms import new_token
from tests.drills.ranks import same_by_rank
from tests.drills.told import SEED, size, tell
from tests.making import make_listing
from tests.partners.pat import Program
from tests.staff import Browser, make_account

pytestmark = pytest.mark.timeout(3 * 3600)

PEOPLE = 100
NO_LIMIT = ((limits.HOUR, 10**9),)
Ask = Callable[[str], float]  # seconds of the processor for one request with this address


def known(number: int) -> str:
    return f"rosa-{number % PEOPLE:03}@example.org"


def unknown(number: int) -> str:
    return f"evan-{number % PEOPLE:03}@example.org"


@pytest.fixture
def site(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A hundred people with accounts and keys, and no bound on how often anybody asks."""
    for name in ("SIGN_INS", "EVERYBODY", "MAILS"):
        monkeypatch.setattr(sign_in_limits, name, NO_LIMIT)
    for name in ("SENDING", "EVERYBODY"):
        monkeypatch.setattr(limits, name, NO_LIMIT)
    for number in range(PEOPLE):
        make_account("organization-owner", known(number), totp=False)
        Program(app, known(number))
        make_listing(f"Grief Circle {number}", service={"email": known(number)})
    gc.collect()
    gc.disable()
    yield app
    gc.enable()


def spent(act: Callable[[], object]) -> float:
    before = time.process_time()
    act()
    return time.process_time() - before


def staff_form(site: Flask, path: str, **fields: str) -> Ask:
    browser = Browser(site.test_client())
    token = browser.token(path)
    here = {"Sec-Fetch-Site": "same-origin"}

    def ask(email: str) -> float:
        form = {"token": token, "email": email, **fields}
        return spent(lambda: browser.client.post(path, data=form, headers=here))

    return ask


def public_form(site: Flask, path: str, purpose: str, **fields: str) -> Ask:
    client = site.test_client()
    here = {"Sec-Fetch-Site": "same-origin"}

    def ask(email: str) -> float:
        with site.test_request_context():
            token = new_token(purpose)
        form = {"token": token, "email": email, **fields}
        # Known or not, it is about the listing of the one who is known.
        address = path.replace("NUMBER", str(int(email[5:8])))
        return spent(lambda: client.post(address, data=form, headers=here))

    return ask


FORMS: dict[str, Callable[[Flask], Ask]] = {
    "sign in": lambda site: staff_form(site, "/staff/sign-in", password="seven wrong herons"),
    "link to sign in": lambda site: staff_form(site, "/staff/sign-in/link"),
    "link to keys": lambda site: public_form(site, "/partners/keys", "partner-keys"),
    "claim": lambda site: public_form(
        site, "/listings/grief-circle-NUMBER/claim", "claim", name="Eve", role="I help"
    ),
    "change": lambda site: public_form(
        site, "/listings/grief-circle-NUMBER/change/description", "change", value="They meet."
    ),
    "take off": lambda site: public_form(
        site, "/listings/grief-circle-NUMBER/take-off", "take-off", who="person", name="Eve"
    ),
}


def series(ask: Ask, many: int, chance: random.Random) -> tuple[list[float], list[float]]:
    with_known, with_unknown = [], []
    for number in range(-20, many):  # the first ones fill caches
        pair = [(known(number), with_known), (unknown(number), with_unknown)]
        chance.shuffle(pair)
        for email, times in pair:
            took = ask(email)
            db.session.remove()
            if number >= 0:
                times.append(took)
        if number % 50 == 0:
            gc.collect()
    return with_known, with_unknown


@pytest.mark.parametrize("form", FORMS)
def test_the_time_of_an_answer_tells_nothing_of_an_address(site: Flask, form: str) -> None:
    ask, chance, found = FORMS[form](site), random.Random(SEED), []  # noqa: S311
    while len(found) < 2 and (not found or found[-1]["p"] < 0.01):
        one, two = series(ask, size("TIMINGS", 500), chance)
        found.append(
            {
                "p": round(same_by_rank(one, two), 4),
                "known ms": round(median(one) * 1000, 3),
                "unknown ms": round(median(two) * 1000, 3),
            }
        )
    p = found[-1]["p"]
    tell(f"timing: {form}", p, ">= 0.01", passed=p >= 0.01, of=size("TIMINGS", 500), series=found)


def test_a_planted_difference_is_found(site: Flask) -> None:
    """About two milliseconds, which is what a link and a letter more cost."""
    honest = FORMS["claim"](site)

    def leaking(email: str) -> float:
        extra = spent(lambda: sum(range(100_000))) if email.startswith("rosa") else 0.0
        return honest(email) + extra

    one, two = series(leaking, 200, random.Random(SEED))  # noqa: S311
    p = same_by_rank(one, two)
    tell("timing: a planted difference", p, "< 0.01", passed=p < 0.01, of=200)


@pytest.mark.parametrize(
    ("one", "two", "p"),
    [
        ([1, 2, 3], [1, 2, 3], 1.0),
        ([1, 2, 3, 4, 5], [6, 7, 8, 9, 10], 0.009),
        ([1, 1, 2, 2], [1, 1, 2, 2], 1.0),
        ([5, 5, 5], [5, 5, 5], 1.0),
    ],
)
def test_the_rank_test_says_what_the_tables_say(
    one: list[float], two: list[float], p: float
) -> None:
    assert same_by_rank(one, two) == pytest.approx(p, abs=0.001)
