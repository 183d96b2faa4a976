"""Taking a file in: judged row by row, published or put before a moderator, in batches.

An import that breaks off goes on where it stopped: how far it got stands in the same transaction
as what it did. Nothing here commits; the command does, after each batch.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Protocol

from sqlalchemy import select

from directory.exchange.doors import File
from directory.exchange.judging import Judged, Known, Places, judge, phones
from directory.exchange.report import Figures, problem_data
from directory.exchange.row import Row, left_out
from directory.exchange.spool import counts
from directory.extensions import begin_write, db
from directory.listings import mapping
from directory.listings.actions import Published, publish
from directory.listings.models import PUBLISHED, Import
from directory.listings.queries import entries
from directory.submissions.imported import receive_import

BATCH = 200
# A file in which this share of the known listings has other numbers is no quiet update (TRUST T15).
MANY_NEW_PHONES = 0.01


class NotTaken(Exception):
    """The file is not taken at all; the text says why."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a look through the whole file showed, before anything is changed."""

    rows: int
    hold_new_phones: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """How the operator wants it."""

    publish: bool = False
    dry_run: bool = False
    share_alike: bool = False


class Watch(Protocol):
    """Who knows more about a file than it says itself: where it is from and what came before."""

    def look_at(self, batch: list[Row], known: dict[str, Known]) -> None:
        """May add findings to rows, and mark those that say nothing new."""

    def note(self, judged: list[Judged], known: dict[str, Known], done: Published) -> None:
        """Writes down what became of them, in the same transaction."""


def look_through(file: File, choice: Choice) -> Plan:
    """Reads the file to its end once, so that a broken one changes nothing.

    Raises Unreadable, MappingError or NotTaken.
    """
    if choice.publish and file.of.share_alike and not choice.share_alike:
        raise NotTaken(
            "The licence of this set asks that what is made from it is shared alike. "
            "Say --share-alike to publish it."
        )
    number = matched = new_phones = 0
    rows = file.rows()
    while batch := list(islice(rows, BATCH)):
        number += len(batch)
        known = _known(batch)
        for row in batch:
            if row.record and row.record.id in known:
                matched += 1
                before = known[row.record.id].record
                new_phones += phones(before) != phones(row.record)
    db.session.rollback()
    return Plan(number, bool(matched) and new_phones >= matched * MANY_NEW_PHONES)


def start(file: File, choice: Choice, at: datetime) -> Import:
    """The row of this import: a new one, or that of one which broke off."""
    digest = f"{file.digest[:60]}{'p' if choice.publish else 'q'}"
    broken_off = db.session.scalar(
        select(Import).where(Import.digest == digest, Import.finished_at.is_(None))
    )
    if broken_off is not None:
        return broken_off
    begun = Import(digest=digest, file_name=file.name, form=file.form, started_at=at, rows_done=0)
    db.session.add(begun)
    db.session.flush()
    return begun


def batches(
    file: File,
    import_id: int | None,
    skip: int,
    plan: Plan,
    choice: Choice,
    places: Places,
    at: datetime,
    watch: Watch | None = None,
) -> Iterator[tuple[list[Judged], Figures]]:
    """Does the work, a batch at each step; the caller commits (or, to try it out, rolls back)
    between the steps. `skip` rows were done before. A try has no `import_id`."""
    with counts() as seen:
        rows = file.rows()
        done = 0
        while batch := list(islice(rows, BATCH)):
            for row in batch:
                _once(row, seen.add(row.record.id, row.line)[1] if row.record else 0)
            fresh, done = batch[max(0, skip - done) :], done + len(batch)
            if not fresh:
                continue
            begin_write()
            judged, figures = _take(file, fresh, import_id, plan, choice, places, at, watch)
            if import_id is not None:
                db.session.get_one(Import, import_id).rows_done = done
                db.session.flush()
            yield judged, figures


def _once(row: Row, first: int) -> None:
    """One listing comes once: a second row with its id would change it back and forth."""
    if row.record and first != row.line:
        row.record = None
        row.findings.append(left_out("id", "This id stands in row %(line)s already.", line=first))


def _known(batch: list[Row]) -> dict[str, Known]:
    found = entries([row.record.id for row in batch if row.record])
    return {key: Known(e.record, e.visibility == PUBLISHED, e.revision) for key, e in found.items()}


def _take(
    file: File,
    batch: list[Row],
    import_id: int | None,
    plan: Plan,
    choice: Choice,
    places: Places,
    at: datetime,
    watch: Watch | None,
) -> tuple[list[Judged], Figures]:
    known = _known(batch)
    if watch is not None:
        watch.look_at(batch, known)
    figures = Figures()
    judged = [
        judge(
            row,
            known=known,
            publish=choice.publish,
            hold_new_phones=plan.hold_new_phones,
            today=at.date(),
            places=places,
        )
        for row in batch
    ]
    for one in judged:
        figures.count(one)
    alone = [j.row.alone for j in judged if j.row.alone is not None and j.goes_to == "publish"]
    if alone:
        mapping.settle_shared(alone)
        mapping.save(alone)
    public = [j.row.record for j in judged if j.row.record and j.goes_to == "publish"]
    done = publish(
        public, role="import", reason=f"Imported from {file.name}", at=at, bring_back=False
    )
    waiting = {j.row.record.id: j for j in judged if j.row.record and j.goes_to == "queue"}
    received = receive_import(
        [one.row.record for one in waiting.values() if one.row.record],
        import_id=import_id,
        problems={
            key: [problem_data(p) for p in one.problems]
            + [
                {"path": f.field, "code": "import", "severity": "warn", "sentence": str(f.sentence)}
                for f in one.row.findings
            ]
            for key, one in waiting.items()
        },
        at=at,
        again={key for key, k in known.items() if watch is not None and not k.is_public},
    )
    figures.published_new, figures.published_changed = len(done.new), len(done.changed)
    figures.waiting_new, figures.waiting_changed = len(received.new), len(received.changed)
    figures.unchanged = len(done.unchanged) + len(received.unchanged)
    figures.unchanged += sum(row.same for row in batch)
    if watch is not None:
        watch.note(judged, known, done)
    return judged, figures


def add(total: Figures, more: Figures) -> None:
    """Sums the figures of batches."""
    for name in Figures.__dataclass_fields__:
        if name == "asked":
            total.asked.update(more.asked)
        else:
            setattr(total, name, getattr(total, name) + getattr(more, name))
