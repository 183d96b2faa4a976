"""Is this installation healthy, and safe to show the public? One finding a question."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from directory.config import current_settings
from directory.extensions import db, now
from directory.jobs.queries import count_parked, last_seen
from directory.listings.queries import (
    count_never_checked,
    count_published,
    published_crisis_lines,
)
from directory.operations.database import is_current
from directory.web import maps

WORKER_SILENT = timedelta(minutes=2)
CRISIS_CHECK_HOLDS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Finding:
    ok: bool
    sentence: str


def findings() -> Iterator[Finding]:
    """Every finding, good and bad, one sentence each."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        yield Finding(False, "The database does not answer. Look at DIRECTORY_DATABASE_URL.")
        return
    if not is_current():
        yield Finding(False, "The database is older than the program. Run `directory init`.")
        return
    yield Finding(True, "The database answers and is up to date.")
    yield from _work()
    yield from _fit_for_the_public()


def _work() -> Iterator[Finding]:
    seen = last_seen()
    if seen is None or now() - seen > WORKER_SILENT:
        yield Finding(False, "No worker is running. Start the site, or run `directory jobs work`.")
    else:
        yield Finding(True, "A worker is running.")
    parked = count_parked()
    if parked:
        yield Finding(False, f"{parked} jobs failed five times. See `directory jobs list`.")


def _fit_for_the_public() -> Iterator[Finding]:
    settings = current_settings()
    if settings.local:
        yield Finding(False, "The site serves this machine only. Set DIRECTORY_PUBLIC_URL.")
    if not settings.contact_email:
        yield Finding(False, "Nobody can write to you. Set DIRECTORY_CONTACT_EMAIL.")
    if not settings.mail_url:
        yield Finding(False, "No letter leaves this machine. Set DIRECTORY_MAIL_URL.")
    if settings.default_country not in settings.emergency_numbers:
        yield Finding(
            False,
            f"No emergency number is set for {settings.default_country}. "
            "Set DIRECTORY_EMERGENCY_NUMBERS.",
        )
    yield from _map()
    yield from _crisis_lines()
    shown, unchecked = count_published(), count_never_checked()
    share = unchecked / shown if shown else 0.0
    sentence = f"{unchecked} of {shown} published listings were never checked."
    yield Finding(share <= settings.never_checked_share, sentence)
    if fictional := count_published(fictional=True) - shown:
        yield Finding(
            False,
            f"{fictional} demonstration listings are shown. "
            "Remove them with `directory seed --remove-demo`.",
        )


def _map() -> Iterator[Finding]:
    """An operator's own map, and what it costs those who look at it."""
    named = current_settings().map_tiles
    if not named:
        return
    if named.endswith(".pmtiles"):
        there = maps.own_file() is not None
        sentence = "The map is drawn from your own file: nobody else learns where visitors look."
        missing = f"DIRECTORY_MAP_TILES names {named}, which is not there: visitors see our map."
        yield Finding(there, sentence if there else missing)
        return
    told = f"{maps.server()} learns the network address of each visitor who opens a map,"
    yield Finding(True, f"{told} and which area they look at. The privacy page says so.")


def _crisis_lines() -> Iterator[Finding]:
    lines = published_crisis_lines()
    if not lines:
        yield Finding(False, "No crisis line is listed. Run `directory seed`.")
        return
    oldest = now() - CRISIS_CHECK_HOLDS
    stale = [line for line in lines if line.checked_at is None or line.checked_at < oldest]
    for line in stale:
        said = "was never confirmed" if line.checked_at is None else "must be confirmed again"
        yield Finding(False, f"The crisis line {line.record.service.name} ({line.slug}) {said}.")
    if not stale:
        yield Finding(True, f"All {len(lines)} crisis lines are confirmed.")
