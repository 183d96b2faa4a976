"""Adding a listing, page by page. Each page saves what was typed, right or wrong, and then goes
on or says what to mend; a private link leads back to it."""

from dataclasses import dataclass
from datetime import datetime

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.config import current_settings
from directory.extensions import begin_write, db, now
from directory.geo.place import Place, kilometres
from directory.listings.queries import Entry
from directory.listings.record import new_id
from directory.listings.shown import page_of
from directory.submissions import arrivals, limits, states, tokens
from directory.submissions.building import point_of
from directory.submissions.forms import (
    NameForm,
    ReachForm,
    SendForm,
    WhoForm,
    YouForm,
    expect_form,
    fill,
    what_form,
    where_form,
)
from directory.submissions.models import NEW, Submission
from directory.submissions.queries import lookalikes
from directory.submissions.reading import Read, read
from directory.submissions.views.blueprint import submissions
from directory.submissions.views.sending import (
    is_suspect,
    looks_like_a_machine,
    nonce_of,
    reader,
    sending_network,
    sentences,
    show_puzzle,
)
from directory.web.headers import use_script
from directory.web.locales import current_language, page_url
from directory.web.maps import home_view, use_map

STEPS = ("what", "who", "where", "reach", "expect")
EDITABLE = (states.DRAFT, states.UNVERIFIED, states.PENDING, states.RETURNED)


@dataclass(frozen=True, slots=True)
class Draft:
    row: Submission
    secret: str


@submissions.route("/submit", methods=["GET", "POST"])
def start() -> str | Response:
    form = what_form(current_language(), request.form)
    if request.method == "GET":
        return _page("what", form)
    fine = form.validate()
    if not form.token.errors and str(form["name"].data or "").strip():
        at = now()
        begin_write()
        row = arrivals.start(
            form.answers(),
            nonce=nonce_of(form),
            language=current_language(),
            suspect=looks_like_a_machine(form),
            at=at,
        )
        arrivals.keep(row, form.answers(), at=at)
        link = tokens.link_of(tokens.CONTINUE, row.id)
        assert link
        draft = Draft(row, tokens.spell(link))
        db.session.commit()
        return _on(draft, "what", form, at, fine=fine)
    return _page("what", form)


@submissions.route("/submit/<secret>/<step>", methods=["GET", "POST"])
def step(secret: str, step: str) -> str | Response:
    if step not in STEPS:
        abort(404)
    at = now()
    draft = _draft(secret, at)
    form = _form(step, draft.row)
    if request.method == "GET":
        fill(form, draft.row.answers)
        return _page(step, form, draft)
    fine = form.validate()
    if form.token.errors:
        return _page(step, form, draft)
    begin_write()
    draft = _draft(secret, at)
    arrivals.keep(draft.row, form.answers(), suspect=bool(form.website_2.data), at=at)
    db.session.commit()
    return _on(draft, step, form, at, fine=fine)


@submissions.post("/submit/like")
def like() -> Response:
    """While somebody types a name: what is listed with a name like it. Keeps nothing."""
    form = NameForm(request.form)
    found = []
    if form.validate():
        typed = read({"name": form.name.data}, new_id(), now()).record
        found = [
            {
                "name": entry.record.service.name,
                "where": _where(entry),
                "url": url_for("pages.listing", slug=entry.slug),
            }
            for entry in lookalikes(typed)
        ]
    return jsonify(found=found)


@submissions.post("/submit/place")
def place() -> Response:
    """While somebody types a town: which one we understand, and where a map of it looks. The
    words go to the gazetteer on this machine only; nothing is kept."""
    form = NameForm(request.form)
    found = read({"town": form.name.data}, new_id(), now()) if form.validate() else None
    known = found.place if found else None
    if found is None or known is None:
        return jsonify(places=[], view="")
    labels = [each.label for each in (known, *found.others)]
    return jsonify(places=labels, view=_around(known))


def _where(entry: Entry) -> str:
    """Who runs it and in which town: enough to know it again."""
    service = entry.record.service
    towns = [at.location.town for at in service.service_at_locations if at.location]
    owner = service.organization.name if service.organization else None
    return ", ".join(dict.fromkeys(part for part in (owner, *towns) if part))


@submissions.get("/submit/<secret>/same")
def same(secret: str) -> str | Response:
    """Is it one of these?"""
    draft = _draft(secret, now())
    return render_template(
        "submissions/same.html",
        draft=draft,
        found=lookalikes(read(draft.row.answers, draft.row.listing_id, now()).record),
        next=url_for("submissions.step", secret=secret, step="who"),
    )


@submissions.route("/submit/<secret>/check", methods=["GET", "POST"])
def check(secret: str) -> str:
    """About the sender, the listing as everybody will see it, what is missing, and the button."""
    at = now()
    draft = _draft(secret, at)
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
    draft = _draft(draft.secret, at)
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


def _draft(secret: str, at: datetime) -> Draft:
    """What a private link leads to. Whatever is wrong with it: the same 404."""
    link = tokens.find(tokens.CONTINUE, secret, at)
    row = db.session.get(Submission, link.object_id) if link else None
    if row is None or row.kind != NEW or row.state not in EDITABLE:
        abort(404)
    return Draft(row, secret)


def _form(step: str, row: Submission) -> SendForm:
    match step:
        case "what":
            return what_form(row.language, request.form)
        case "who":
            return WhoForm(request.form)
        case "where":
            return where_form(request.form)
        case "reach":
            return ReachForm(request.form)
    return expect_form(str(row.answers.get("kind") or ""), request.form)


def _on(draft: Draft, step: str, form: SendForm, at: datetime, *, fine: bool) -> str | Response:
    """What was typed is saved. To the next page, or back to this one with what is wrong."""
    known = read(draft.row.answers, draft.row.listing_id, at)
    for name, found in known.of_fields(draft.row.answers).items():
        if name in form._fields and not form[name].errors:
            form[name].errors = [p.sentence.said(_) for p in found]
            fine = False
    fine = _town_is_known(form, known) and _point_is_near(form, known) and fine
    if not fine:
        return _page(step, form, draft, known)
    if step == "what" and lookalikes(known.record):
        return redirect(url_for("submissions.same", secret=draft.secret), 303)
    following = STEPS[STEPS.index(step) + 1 :]
    if not following:
        return redirect(url_for("submissions.check", secret=draft.secret), 303)
    return redirect(url_for("submissions.step", secret=draft.secret, step=following[0]), 303)


def _town_is_known(form: SendForm, known: Read) -> bool:
    if "town" not in form._fields or not form["town"].data:
        return True
    if known.place is None:
        form["town"].errors = [
            _("We do not know this town. Write the town and its state, or a ZIP code.")
        ]
        return False
    if known.others:
        names = "; ".join(place.label for place in (known.place, *known.others))
        form["town"].errors = [
            _("There are several places of this name. Write one of these: %(names)s", names=names)
        ]
        return False
    return True


FARTHEST = 60  # kilometres of an exact point from the middle of its town


def _point_is_near(form: SendForm, known: Read) -> bool:
    """A point that was typed or chosen on the map lies where the town is."""
    if "latitude" not in form._fields or not (form["latitude"].data or form["longitude"].data):
        return True
    point = point_of({name: form[name].data for name in ("latitude", "longitude")})
    if point is None:
        form["latitude"].errors = [_("Write both numbers, such as 44.9483 and -93.2484.")]
        return False
    place = known.place
    if place and kilometres(point, place.point) > FARTHEST + place.uncertainty_km:
        form["latitude"].errors = [_("This point is far from %(town)s.", town=place.label)]
        return False
    return True


def _missing(draft: Draft, known: Read) -> list[tuple[str, str]]:
    """(address of the page to mend, sentence) of all that stops the listing."""
    found = []
    here = YouForm()._fields
    for name, faults in known.of_fields(draft.row.answers).items():
        if name in here:
            continue
        step = _step_of(name, draft.row)
        where = url_for("submissions.step", secret=draft.secret, step=step) + f"#{name or 'main'}"
        found += [(where, p.sentence.said(_)) for p in faults]
    return found


def _step_of(name: str, row: Submission) -> str:
    for step in STEPS:
        if name in _form(step, row)._fields:
            return step
    return "what"


def _read_back(known: Read) -> list[tuple[str, str]]:
    """Each number digit by digit, to be compared with the one on paper (TRUST FRM-6)."""
    return [
        (phone.number, " ".join(c for c in phone.number if c.isalnum() or c == "+"))
        for phone in known.record.service.phones
    ]


def _around(place: Place | None) -> str:
    """Where the map looks before a point is chosen: some kilometres around the town."""
    if place is None:
        return home_view()
    south, west = place.latitude - 0.15, place.longitude - 0.2
    return f"{south:.3f},{west:.3f},{south + 0.3:.3f},{west + 0.4:.3f}"


def _page(step: str, form: SendForm, draft: Draft | None = None, known: Read | None = None) -> str:
    use_script("submit", connect=True)
    if step == "where":
        use_map()
    place = known.place if known else None
    if step == "where" and draft and place is None:
        place = _read(draft, now()).place
    return render_template(
        "submissions/step.html",
        view=_around(place),
        translated=[f for f in form if f.name.startswith(("name_", "description_"))],
        owned=bool(draft and draft.row.answers.get("organization_id")),
        step=step,
        steps=STEPS,
        number=STEPS.index(step) + 1,
        form=form,
        draft=draft,
        wrong=sentences(form),
        later=page_url("submissions.step", secret=draft.secret, step=step) if draft else None,
    )
