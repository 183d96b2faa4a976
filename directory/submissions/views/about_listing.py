"""From a listing's page: something is wrong, suggest a change, this is mine."""

from collections.abc import Callable

from flask import abort, g, make_response, render_template, request
from flask_babel import gettext as _

from directory.extensions import begin_write, db, now
from directory.listings.queries import Entry, entries, find_published
from directory.listings.record import Record
from directory.listings.rules import Problem, problems
from directory.mail.actions import BadAddress
from directory.submissions import arrivals, claims, limits, reports, takedowns
from directory.submissions.changes import CHANGES, apply
from directory.submissions.forms import ChangeForm, ClaimForm, ReportForm, SendForm, TakeOffForm
from directory.submissions.models import Takedown
from directory.submissions.views.blueprint import submissions
from directory.submissions.views.sending import (
    is_suspect,
    listing_address,
    nonce_of,
    sending_network,
    sentences,
    show_puzzle,
)
from directory.web.locales import current_language


def _entry(slug: str) -> Entry:
    """As it stands, numbers included: who corrects one must see it."""
    public = find_published(slug)
    if public is None:
        abort(404)
    return entries([public.id])[public.id]


def _limited(limit: limits.Limit, again: Callable[[], str]) -> str:
    """The sender's network of today. Whoever sends too often gets the form `again`, with all that
    was typed, to send it later."""
    network, fine = sending_network(limit, now())
    if not fine:
        db.session.commit()  # what was counted stays counted
        g.too_often = True
        answer = make_response(again(), 429)
        answer.headers["Retry-After"] = str(int(limits.HOUR.total_seconds()))
        abort(answer)
    return network


def _wrong(form: SendForm) -> list[tuple[str, str]]:
    if not g.get("too_often"):
        return sentences(form)
    return [
        (
            "main",
            _(
                "Nothing was sent yet: many forms came from your network. What you wrote is still "
                "here. Keep this page open and send it again in an hour."
            ),
        )
    ]


def _thanks(what: str, entry: Entry) -> str:
    back = listing_address(entry.slug)
    return render_template("submissions/thanks.html", what=what, back=back)


@submissions.route("/listings/<slug>/report", methods=["GET", "POST"])
def report(slug: str) -> str:
    """Two taps: what is wrong, already on the listing's page, and send."""
    entry, form = _entry(slug), ReportForm(request.form)
    chosen = request.args.get("what")
    if request.method == "GET" and chosen:
        form.what.data = chosen  # what is no choice ticks nothing
    if request.method == "POST" and form.validate():
        begin_write()
        reports.report(
            entry.id,
            form.what.data,
            form.text.data or "",
            network=_limited(limits.REPORTING, lambda: _page("report", entry, form)),
            nonce=nonce_of(form),
            suspect=is_suspect(form, now()),
            at=now(),
        )
        db.session.commit()
        return _thanks("report", entry)
    return _page("report", entry, form)


@submissions.get("/listings/<slug>/change")
def changes(slug: str) -> str:
    entry = _entry(slug)
    return render_template(
        "submissions/changes.html",
        entry=entry,
        fields=[(c.code, _(c.label), c.get(entry.record)) for c in CHANGES.values()],
        back=listing_address(entry.slug),
    )


@submissions.route("/listings/<slug>/change/<field>", methods=["GET", "POST"])
def change(slug: str, field: str) -> str:
    """One field: as it is, as it should be."""
    if field not in CHANGES:
        abort(404)
    entry, chosen = _entry(slug), CHANGES[field]
    form = ChangeForm(request.form)
    if request.method == "GET":
        form.value.data = chosen.get(entry.record)
        form.seen.data = str(entry.revision)
    if request.method == "POST" and form.validate():
        record = apply(entry.record, chosen, form.value.data or "")
        found = problems(record, today=now().date())
        known = {(p.path, p.code) for p in problems(entry.record, today=now().date())}
        stops = [p for p in found if p.severity == "refuse" and (p.path, p.code) not in known]
        form.value.errors = [p.sentence.said(_) for p in stops]
        if not stops:
            return _suggest(entry, field, form, record, found)
    return _page("change", entry, form, label=_(chosen.label), long=chosen.long)


def _suggest(
    entry: Entry, field: str, form: ChangeForm, record: Record, found: list[Problem]
) -> str:
    chosen = CHANGES[field]
    begin_write()

    def again() -> str:
        return _page("change", entry, form, label=_(chosen.label), long=chosen.long)

    _limited(limits.SENDING, again)
    try:
        arrivals.suggest(
            entry.id,
            form.revision(entry.revision),
            record,
            nonce=nonce_of(form),
            email=form.email.data or "",
            why=form.why.data or "",
            language=current_language(),
            suspect=is_suspect(form, now()),
            found=found,
            at=now(),
        )
    except BadAddress:
        db.session.rollback()
        form.email.errors = [_("This is not an e-mail address.")]
        return again()
    db.session.commit()
    return _thanks("change", entry)


@submissions.route("/listings/<slug>/claim", methods=["GET", "POST"])
def claim(slug: str) -> str:
    entry, form = _entry(slug), ClaimForm(request.form)
    if request.method == "POST" and form.validate():
        begin_write()
        _limited(limits.SENDING, lambda: _page("claim", entry, form))
        try:
            claims.claim(
                entry.id,
                name=form.name.data or "",
                email=form.email.data or "",
                role=form.role.data or "",
                proof=form.proof.data or "",
                language=current_language(),
                nonce=nonce_of(form),
                suspect=is_suspect(form, now()),
                at=now(),
            )
        except BadAddress:
            db.session.rollback()
            form.email.errors = [_("This is not an e-mail address.")]
            return _page("claim", entry, form)
        db.session.commit()
        return _thanks("claim", entry)
    return _page("claim", entry, form)


@submissions.route("/listings/<slug>/take-off", methods=["GET", "POST"])
def take_off(slug: str) -> str:
    entry, form = _entry(slug), TakeOffForm(request.form)
    row = None
    if request.method == "POST" and form.validate():
        begin_write()
        _limited(limits.SENDING, lambda: _take_off_page(entry, form))
        try:
            row = takedowns.wish(
                entry.id,
                who=form.who.data,
                name=form.name.data or "",
                email=form.email.data or "",
                text=form.text.data or "",
                language=current_language(),
                nonce=nonce_of(form),
                suspect=is_suspect(form, now()),
                at=now(),
            )
        except BadAddress:
            db.session.rollback()
            form.email.errors = [_("This is not an e-mail address.")]
        else:
            db.session.commit()
    return _take_off_page(entry, form, row)


def _take_off_page(entry: Entry, form: TakeOffForm, row: Takedown | None = None) -> str:
    return render_template(
        "submissions/take_off.html",
        entry=entry,
        form=form,
        wrong=_wrong(form),
        puzzle=show_puzzle(now()),
        wish=row,
        back=listing_address(entry.slug),
        phones=[p.number for p in entry.record.service.phones],
    )


def _page(what: str, entry: Entry, form: SendForm, **more: object) -> str:
    return render_template(
        f"submissions/{what}.html",
        entry=entry,
        form=form,
        wrong=_wrong(form),
        puzzle=show_puzzle(now()),
        back=listing_address(entry.slug),
        **more,
    )
