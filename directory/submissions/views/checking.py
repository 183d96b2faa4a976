"""The last page: who sends it, the listing as it will be seen, what is missing, the button."""

from datetime import datetime

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _

from directory.config import current_settings
from directory.extensions import begin_write, db, now
from directory.listings.shown import page_of
from directory.submissions import arrivals, limits, states
from directory.submissions.forms import SendForm, YouForm, fill
from directory.submissions.reading import Read, read
from directory.submissions.views.blueprint import submissions
from directory.submissions.views.drafts import Draft, get_draft, step_of
from directory.submissions.views.sending import (
    is_suspect,
    nonce_of,
    reader,
    sending_network,
    sentences,
    show_puzzle,
)


@submissions.route("/submit/<secret>/check", methods=["GET", "POST"])
def check(secret: str) -> str:
    """About the sender, the listing as everybody will see it, what is missing, and the button."""
    at = now()
    draft = get_draft(secret, at)
    form = YouForm(request.form)
    if request.method == "GET":
        fill(form, draft.row.answers)
    elif _kept(draft, form, at) and not _missing(draft, _read(draft, at)):
        return _send(draft, form, at)
    known = _read(draft, at)
    return render_template(
        "submissions/check.html",
        draft=draft,
        form=form,
        missing=_missing(draft, known),
        wrong=sentences(form),
        puzzle=show_puzzle(at),
        warnings=[p.sentence for p in known.problems if p.severity == "warn"],
        listing=page_of(known.record, reader(at), slug="", checked_at=None, checked_how=None),
        lines=[],
        digits=_read_back(known),
        licence=current_settings().content_licence,
    )


def _read(draft: Draft, at: datetime) -> Read:
    return read(draft.row.answers, draft.row.listing_id, at)


def _kept(draft: Draft, form: SendForm, at: datetime) -> bool:
    """Saves what the sender says of themselves. Returns whether it can be used."""
    fine = form.validate()
    if not form.token.errors:
        begin_write()
        arrivals.keep(draft.row, form.answers(), suspect=bool(form.website_2.data), at=at)
        db.session.commit()
    return fine


def _send(draft: Draft, form: SendForm, at: datetime) -> str:
    """No redirect here: a second click brings the same nonce and gets the same page."""
    begin_write()
    draft = get_draft(draft.secret, at)
    nonce = nonce_of(form)
    if draft.row.answers.get("sent") != nonce:
        if draft.row.state == states.DRAFT:
            _network, fine = sending_network(limits.SENDING, at)
            if not fine:
                db.session.commit()
                abort(429)
        suspect = is_suspect(form, at)
        arrivals.keep(draft.row, {"sent": nonce}, suspect=suspect, at=at)
        arrivals.send(draft.row, licence=current_settings().content_licence, at=at)
    email = draft.row.sender_email
    confirmed = draft.row.state == states.PENDING
    db.session.commit()
    return render_template("submissions/sent.html", email=email, confirmed=confirmed)


def _missing(draft: Draft, known: Read) -> list[tuple[str, str]]:
    """(address of the page to mend, sentence) of all that stops the listing."""
    found = []
    here = YouForm()._fields
    for name, faults in known.of_fields(draft.row.answers).items():
        if name in here:
            continue
        step = step_of(name, draft.row)
        where = url_for("submissions.step", secret=draft.secret, step=step) + f"#{name or 'main'}"
        found += [(where, p.sentence.said(_)) for p in faults]
    return found


def _read_back(known: Read) -> list[tuple[str, str]]:
    """Each number digit by digit, to be compared with the one on paper (TRUST FRM-6)."""
    return [
        (phone.number, " ".join(c for c in phone.number if c.isalnum() or c == "+"))
        for phone in known.record.service.phones
    ]
