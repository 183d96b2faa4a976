"""What becomes of a delivery: a look that changes nothing, taking it in step by step, and taking it
back. Each step is one that the worker commits; what broke off goes on where it stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from directory.accounts import audit
from directory.config import current_settings
from directory.exchange import actions, stored
from directory.exchange.actions import Choice, NotTaken
from directory.exchange.doors import File
from directory.exchange.flat.mapping import MappingError
from directory.exchange.judging import Judged, Places
from directory.exchange.missing import Missing, settle_missing
from directory.exchange.models import (
    AT_WORK,
    FAILED,
    LOOKED,
    LOOKING,
    NEW,
    TAKEN,
    TAKING,
    Delivery,
    Feed,
)
from directory.exchange.report import Figures, TextReport
from directory.exchange.row import Unreadable
from directory.exchange.spool import Counts, counts
from directory.exchange.standing import FeedWatch
from directory.extensions import begin_write, db, now
from directory.geo.gazetteer import gazetteer_at
from directory.jobs.actions import enqueue
from directory.listings.messages import N_
from directory.listings.models import Import
from directory.listings.record import Source, new_id

SHOWN_ROWS = 100  # with a word to say, on the page; the report holds all
ENDED = frozenset({"defunct", "inactive", "temporarily closed"})
# A file in which so many known listings are missing or have other numbers waits for a person
# (TRUST T15).
MANY_MISSING, MANY_NEW_PHONES = 0.05, actions.MANY_NEW_PHONES


class Refused(Exception):
    """It cannot be done; the text says why."""


def receive(
    feed: Feed, pieces: Iterator[bytes], called: str, *, form: str, by: str, role: str, at: datetime
) -> Delivery:
    """Keeps a file as a delivery of this source. Raises Unreadable."""
    name, size, digest = stored.keep(pieces, called)
    delivery = Delivery(
        id=new_id(), feed_id=feed.id, sent_by=by, role=role, at=at, file_name=called[-200:],
        stored=name, bytes=size, digest=digest, form=form, choices=dict(feed.reading),
        mapping=feed.mapping,
    )  # fmt: skip
    db.session.add(delivery)
    db.session.flush()
    return delivery


def file_of(delivery: Delivery) -> File:
    """Raises Unreadable if it is no longer there."""
    path = stored.path_of(delivery.stored)
    if not delivery.stored or not path.is_file():
        raise Unreadable(N_("The file is not here any more. Send it again."))
    feed = db.session.get_one(Feed, delivery.feed_id)
    mapping = None
    if delivery.mapping and delivery.form in ("csv", "meetings"):
        mapping = stored.mapping_of(delivery.stored)
        mapping.write_text(delivery.mapping, "utf-8")
    how = delivery.choices
    return File(
        path=path,
        form=delivery.form,
        source=source_of(feed),
        mapping=mapping,
        encoding=how.get("encoding") or None,
        delimiter=how.get("delimiter") or None,
        partial=bool(how.get("partial")),
        called=delivery.file_name,
        skip=int(how.get("skip") or 0),
        sheet=how.get("sheet") or None,
        may_be_empty=delivery.partial,
    )


def source_of(feed: Feed) -> Source:
    return Source(
        name=feed.name,
        url=feed.url or None,
        licence=feed.licence or None,
        credit=feed.credit or None,
        share_alike=feed.share_alike,
    )


def begin(delivery: Delivery, state: str) -> None:
    """Gives a delivery to the worker. Raises Refused."""
    if delivery.state in AT_WORK:
        raise Refused(_("We are at work on this file already. Wait until it is done."))
    jobs = {LOOKING: "look at delivery", TAKING: "take delivery"}
    delivery.state, delivery.rows_done, delivery.error = state, 0, ""
    enqueue(jobs[state], key=f"{jobs[state]} {delivery.id}", delivery_id=delivery.id)


def look(delivery_id: str) -> Iterator[None]:
    """Reads the whole file and says what would happen. Nothing else is changed."""
    delivery = db.session.get(Delivery, delivery_id)
    if delivery is None or delivery.state != LOOKING:
        return
    at, figures, told = now(), Figures(), list[dict[str, Any]]()
    ended = 0
    try:
        file, choice = file_of(delivery), _choice(delivery, dry_run=True)
        plan = actions.look_through(file, choice)
        feed = db.session.get_one(Feed, delivery.feed_id)
        watch = FeedWatch(feed, None, publish=delivery.publish)
        with counts() as seen, stored.report_of(delivery.stored).open("w", encoding="utf-8") as out:
            report = TextReport(out, {"file": file.name, "form": file.form, "at": at.isoformat()})
            for judged, more in actions.batches(file, None, 0, plan, choice, _places(), at, watch):
                db.session.rollback()
                actions.add(figures, more)
                for one in judged:
                    report.row(one)
                    if one.row.record:
                        seen.add(one.row.record.id, one.row.line)
                        ended += one.row.record.service.status in ENDED
                    if len(told) < SHOWN_ROWS and (line := _told(one)):
                        told.append(line)
                yield from _progress(delivery_id, plan.rows, figures.rows)
            report.end(figures)
            missing = Missing(delivery_id, seen).count()
    except (Unreadable, MappingError, NotTaken) as error:
        yield from _failed(delivery_id, error, NEW)
        return
    begin_write()
    delivery = db.session.get_one(Delivery, delivery_id)
    delivery.look = {
        "figures": figures.as_data(),
        "rows": told,
        "ended": ended,
        "missing": missing.count,
        "missing_names": missing.names,
        "missing_share": missing.share,
        "many_missing": missing.share >= MANY_MISSING,
        "many_phones": plan.hold_new_phones,
        "publish": delivery.publish,
    }
    delivery.state, delivery.rows_total = LOOKED, plan.rows
    yield


def take(delivery_id: str) -> Iterator[None]:
    """Takes it in. Begun again after a loss, it goes on after the last batch that was kept."""
    delivery = db.session.get(Delivery, delivery_id)
    if delivery is None or delivery.state != TAKING:
        return
    at = now()
    try:
        file, choice = file_of(delivery), _choice(delivery)
        plan = actions.look_through(file, choice)
    except (Unreadable, MappingError, NotTaken) as error:
        yield from _failed(delivery_id, error, FAILED)
        return
    begin_write()
    delivery = db.session.get_one(Delivery, delivery_id)
    begun = (
        db.session.get_one(Import, delivery.import_id)
        if delivery.import_id
        else actions.start(file, choice, at)
    )
    delivery.import_id, delivery.rows_total = begun.id, plan.rows
    import_id, skip = begun.id, begun.rows_done
    watch = FeedWatch(
        db.session.get_one(Feed, delivery.feed_id), import_id, publish=delivery.publish
    )
    total = _figures(delivery.report)
    yield
    try:
        steps = actions.batches(file, import_id, skip, plan, choice, _places(), at, watch)
        for _, figures in steps:
            actions.add(total, figures)
            delivery = db.session.get_one(Delivery, delivery_id)
            delivery.rows_done, delivery.report = skip + total.rows, total.as_data()
            yield
    except Unreadable as error:
        db.session.rollback()
        yield from _failed(delivery_id, error, FAILED)
        return
    gone = yield from settle_missing(delivery_id)
    begin_write()
    _end(delivery_id, total, gone)
    yield


def _end(delivery_id: str, total: Figures, gone: dict[str, int]) -> None:
    delivery, at = db.session.get_one(Delivery, delivery_id), now()
    delivery.state, delivery.finished_at = TAKEN, at
    delivery.report = total.as_data() | {"gone": gone}
    done = db.session.get_one(Import, delivery.import_id)
    done.finished_at, done.report = at, delivery.report
    feed = db.session.get_one(Feed, delivery.feed_id)
    feed.digest = delivery.digest
    audit.write(
        "import", actor=delivery.sent_by or feed.name, role=delivery.role,
        subject=f"import {delivery.id}", at=at, file=delivery.file_name, changes=total.changes,
    )  # fmt: skip


def _choice(delivery: Delivery, *, dry_run: bool = False) -> Choice:
    # Who takes in a share-alike set said so on the page where its source is described.
    return Choice(publish=delivery.publish, dry_run=dry_run, share_alike=True)


def _places() -> Places:
    settings = current_settings()
    return Places(gazetteer_at(settings.home, settings.default_country))


def _progress(delivery_id: str, total: int, done: int) -> Iterator[None]:
    begin_write()
    delivery = db.session.get_one(Delivery, delivery_id)
    delivery.rows_total, delivery.rows_done = total, done
    yield


def _failed(delivery_id: str, error: Exception, state: str) -> Iterator[None]:
    db.session.rollback()
    begin_write()
    delivery = db.session.get_one(Delivery, delivery_id)
    delivery.state, delivery.error = state, sentence_of(error)
    yield


def sentence_of(error: Exception) -> str:
    if not isinstance(error, Unreadable):
        return str(error)
    place = f"{error.file or ''}:{error.line or ''}".strip(":")
    return error.sentence.said(_) + (f" ({place})" if place else "")


def _told(judged: Judged) -> dict[str, Any] | None:
    row = judged.row
    if not row.findings:
        return None
    heaviest = min(row.findings, key=lambda finding: _WEIGHTS.index(finding.weight.value))
    return {
        "line": row.line,
        "name": row.record.service.name[:120] if row.record else "",
        "weight": heaviest.weight.value,
        "field": heaviest.field,
        "sentence": str(heaviest.sentence),
        "more": len(row.findings) - 1,
    }


_WEIGHTS = ("refused", "left out", "hold", "review", "note")


def _figures(data: dict[str, Any]) -> Figures:
    figures = Figures()
    for name in Figures.__dataclass_fields__:
        if name in data and name != "asked":
            setattr(figures, name, data[name])
    figures.asked.update(data.get("asked", {}))
    return figures


def forget_old(at: datetime) -> None:
    """Deletes files that were taken in, or left lying, long ago."""
    settings = current_settings()
    oldest = at - timedelta(days=settings.upload_days)
    old = select(Delivery).where(
        Delivery.stored != "", Delivery.at < oldest, Delivery.state.not_in(AT_WORK)
    )
    for delivery in db.session.scalars(old):
        stored.forget(delivery.stored)
        delivery.stored = ""
    known = {name[:32] for name in db.session.scalars(select(Delivery.stored)) if name}
    for path in stored.left_behind(known, (at - timedelta(days=1)).timestamp()):
        path.unlink(missing_ok=True)


def count_of(feed_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count()).select_from(Delivery).where(Delivery.feed_id == feed_id)
        )
        or 0
    )


__all__ = ["Counts", "Refused", "begin", "file_of", "forget_old", "look", "receive", "take"]
