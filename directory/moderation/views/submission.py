"""One submission with all that a decision needs on one page, and the decisions."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.accounts.guard import asks, current_account
from directory.accounts.queries import others_who_may
from directory.extensions import db, now
from directory.listings.likeness import remembering
from directory.listings.queries import entries
from directory.listings.record import Record
from directory.listings.rules import problems
from directory.listings.shared import listings_touched
from directory.moderation import actions, queries, record_form
from directory.moderation.blueprint import moderation
from directory.moderation.diff import changes
from directory.moderation.forms import AlthoughForm, AskForm, NoteForm, RejectForm
from directory.moderation.must_haves import lacking
from directory.moderation.signs import cluster, signs
from directory.moderation.views.lacking import although, goes_back
from directory.moderation.views.queue import get_submission
from directory.moderation.views.showing import (
    just_decided,
    lines_of,
    preview,
    whereabouts,
    why_not,
)
from directory.moderation.waiting import business_days, is_late
from directory.submissions.models import Submission
from directory.submissions.queries import list_notes
from directory.submissions.states import IllegalMove
from directory.upkeep import links
from directory.web.headers import use_script
from directory.web.locales import current_language
from directory.web.maps import use_map


@moderation.get("/submissions/<submission_id>")
@asks("see the queue")
def submission(submission_id: str) -> str:
    return _page(get_submission(submission_id))


def _page(row: Submission, **more: Any) -> str:
    use_script("staff")
    at, record, me = now(), queries.record_of(row), current_account().email
    entry = entries([row.listing_id]).get(row.listing_id)
    base = queries.revision_of(row.listing_id, row.base_revision)
    current = entry.record if entry else None
    found = changes(base, record, current=current)
    places = whereabouts(record, current)
    if places:
        use_map()
    barred = actions.declined_it(row, me)
    near, likeness = queries.neighbours(record, at), remembering()
    return render_template(
        "moderation/submission.html",
        submission=row,
        record=record,
        entry=entry,
        newer=entry is not None and entry.revision != row.base_revision,
        lines=lines_of(found),
        preview=preview(record),
        duplicates=[(each, lines_of(_side_by_side(record, each.record)))
                    for each in queries.duplicates(record, near, likeness)],
        problems=problems(record, today=at.date()),
        dead_links=links.broken_of(row.listing_id),
        signs=signs(record, near, likeness),
        flood=len(cluster(record, queries.waiting_like(record, but=row.id))),
        decisions=queries.decisions_on(row.id),
        notes=queries.notes_on(row.id),
        letters=list_notes(row.id),
        places=places,
        barred=barred,
        alone=barred and not others_who_may("decide", but=me),
        decided=just_decided(),
        earlier=[
            (s, queries.record_of(s).service.name) for s in queries.others_from(row) if s.record
        ],
        assigned=queries.assigned_to([row.id]).get(row.id, ""),
        two=actions.needs_two(record, entry),
        lacks=[fact.sentence for fact in lacking(record, entry)],
        although_form=AlthoughForm(),
        touched=list(entries(sorted(listings_touched([record.service]))).values()),
        days=business_days(row.received_at, at),
        late=is_late(row.received_at, at),
        following=queries.next_after(row),
        **{"reject": RejectForm(), "ask": AskForm(), "note": NoteForm()} | more,
    )  # fmt: skip


SHOWN_BESIDE = frozenset({"name", "alternate_name", "number", "url", "email", "address_1", "city",
                          "postal_code", "byday", "opens_at"})  # fmt: skip


def _side_by_side(record: Record, other: Record) -> Any:
    """What tells two listings apart: names, ways to reach them, places, times."""
    return [c for c in changes(other, record) if c.path[-1] in SHOWN_BESIDE][:12]


STAYS = frozenset({"undo", "take", "leave"})  # moves after which one looks at the same again


@moderation.post("/submissions/<submission_id>/<move>")
@asks("decide")
def decide(submission_id: str, move: str) -> str | Response | tuple[str, int]:
    row, account, at = get_submission(submission_id), current_account(), now()
    who: dict[str, Any] = {"role": account.role, "actor": account.email, "at": at}
    following = queries.next_after(row)
    try:
        match move:
            case "accept":
                reason = request.form.get("reason", "").strip() or "Accepted"
                dead = bool(request.form.get("old_is_dead"))
                actions.accept(
                    row, reason=reason, choices=_choices(), old_is_dead=dead,
                    although=although(), **who,
                )  # fmt: skip
            case "ask":
                ask = AskForm(request.form)
                if not ask.validate():
                    return _page(row, ask=ask), 422
                actions.ask(row, question=ask.question.data or "", **who)
            case "reject":
                no = RejectForm(request.form)
                if not no.validate():
                    return _page(row, reject=no), 422
                actions.reject(row, reason=no.reason, **who)
            case "undo":
                actions.undo(row, **who)
            case "take":
                actions.assign(row.id, account.id, at)
            case "leave":
                actions.assign(row.id, None, at)
            case _:
                abort(404)
    except (actions.Refused, IllegalMove) as error:
        db.session.rollback()
        return _page(get_submission(submission_id), refused=why_not(error)), 409
    db.session.commit()
    if move in STAYS:
        return redirect(url_for("moderation.submission", submission_id=row.id), 303)
    if following:
        return redirect(url_for("moderation.submission", submission_id=following, done=row.id), 303)
    return redirect(url_for("moderation.queue", done=row.id), 303)


def _choices() -> dict[str, str] | None:
    """Which side of each fact that both changed; None while nobody was asked."""
    if "merging" not in request.form:
        return None
    return {
        name.removeprefix("choice:"): value
        for name, value in request.form.items()
        if name.startswith("choice:") and value in ("sent", "current")
    }


@moderation.post("/submissions/<submission_id>/notes")
@asks("write notes")
def add_note(submission_id: str) -> str | Response | tuple[str, int]:
    row, form = get_submission(submission_id), NoteForm(request.form)
    if not form.validate():
        return _page(row, note=form), 422
    account = current_account()
    actions.note(row.id, form.text.data or "", author=account.shown, at=now())
    db.session.commit()
    return redirect(url_for("moderation.submission", submission_id=row.id), 303)


@moderation.route("/submissions/<submission_id>/mend", methods=["GET", "POST"])
@asks("decide")
def mend(submission_id: str) -> str | Response | tuple[str, int]:
    """Accept with edits: the whole record as a form."""
    row = get_submission(submission_id)
    record, typed = queries.record_of(row), request.form.to_dict()
    if request.method == "GET":
        return _mend_page(row, record, {}), 200
    edited, wrong = record_form.read(record, typed, chosen_terms())
    if wrong or goes_back():
        return _mend_page(row, record, typed, [(w.name, w.sentence) for w in wrong]), 422
    account = current_account()
    try:
        actions.accept(
            row, reason="Accepted with edits", edited=edited, although=although(),
            role=account.role, actor=account.email, at=now(),
        )  # fmt: skip
    except (actions.Refused, IllegalMove) as error:
        db.session.rollback()
        row = get_submission(submission_id)
        return _mend_page(row, edited, {}, [("", why_not(error))]), 409
    db.session.commit()
    return redirect(url_for("moderation.submission", submission_id=row.id), 303)


def _mend_page(
    row: Submission, record: Record, typed: dict[str, str], wrong: list[Any] | None = None
) -> str:
    return render_template(
        "moderation/edit.html",
        heading=record.service.name,
        target=url_for("moderation.mend", submission_id=row.id),
        back=url_for("moderation.submission", submission_id=row.id),
        groups=record_form.groups(record, typed),
        boxes=record_form.boxes(record, current_language()),
        wrong=wrong or [],
        reason=None,
        revision=None,
        touched=[],
    )


def chosen_terms() -> dict[str, list[str]]:
    """Ticked codes by axis; an axis that was on the form with nothing ticked is empty."""
    return {axis: request.form.getlist(f"terms:{axis}") for axis in request.form.getlist("axis")}
