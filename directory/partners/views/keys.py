"""Getting a key: one form, one letter, one button; the key is shown once. And looking after keys,
behind a link that is sent to their owner."""

from datetime import datetime, timedelta

from flask import abort, current_app, render_template, request
from flask_babel import gettext as _

from directory.config import current_settings
from directory.extensions import begin_write, db, now
from directory.jobs.actions import enqueue
from directory.mail.actions import BadAddress
from directory.partners import actions
from directory.partners.forms import KeyForm, LinkForm
from directory.partners.models import Key
from directory.partners.queries import keys_of, organization_names, uses
from directory.partners.views.blueprint import partners
from directory.submissions import limits, tokens
from directory.submissions.forms import ButtonForm
from directory.submissions.models import Token
from directory.submissions.views.sending import nonce_of, sending_network, sentences
from directory.web.locales import current_language

DAYS_SHOWN = timedelta(days=30)


@partners.route("/partners", methods=["GET", "POST"])
def ask() -> str:
    """What a key is for, what we ask of its owner, and the form."""
    form = KeyForm(request.form)
    if request.method == "POST" and form.validate():
        begin_write()
        at = _counted()
        # Who fills in what people never see gets the same answer, and no letter.
        if not form.website_2.data:
            try:
                actions.ask(
                    form.answers(), nonce=nonce_of(form), language=current_language(), at=at
                )
            except BadAddress:
                db.session.rollback()
                form.email.errors = [_("This is not an e-mail address.")]
                return _asking(form)
        db.session.commit()
        return render_template("partners/sent.html", email=form.email.data)
    return _asking(form)


def _asking(form: KeyForm) -> str:
    settings = current_settings()
    return render_template(
        "partners/ask.html",
        form=form,
        wrong=sentences(form),
        plain=settings.api_requests_per_minute,
        with_key=settings.api_requests_per_minute_with_key,
    )


@partners.route("/partners/key/<secret>", methods=["GET", "POST"])
def make(secret: str) -> str:
    """A button, because mail scanners open links too; then the key, once."""
    form = ButtonForm(request.form)
    if request.method == "POST" and form.validate():
        begin_write()
        link = _link(actions.MAKE, secret)
        key = db.session.get(Key, link.object_id)
        if key is None or link.used_at is not None:
            abort(404)
        at = now()
        link.used_at = at
        return _show(key, actions.make(key, at))
    link = _link(actions.MAKE, secret)
    if link.used_at is not None:
        return render_template("partners/used.html")
    return render_template("partners/confirm.html", form=form, wrong=sentences(form))


def _show(key: Key, secret: str) -> str:
    page = render_template(
        "partners/key.html", key=key, secret=secret, old_until=key.old_until,
        root=current_settings().public_url.rstrip("/"),
    )  # fmt: skip
    db.session.commit()
    return page


@partners.route("/partners/keys", methods=["GET", "POST"])
def ask_for_link() -> str:
    """The way back. The answer is the same whether or not the address has keys."""
    form = LinkForm(request.form)
    if request.method == "POST" and form.validate():
        begin_write()
        _counted()
        if not form.website_2.data:
            # Whether it has keys is looked up later: here it would show in the time taken.
            email = (form.email.data or "").strip().lower()
            enqueue("link to keys", email=email, language=current_language())
        db.session.commit()
        return render_template("partners/sent.html", email=form.email.data)
    return render_template("partners/link.html", form=form, wrong=sentences(form))


@partners.route("/partners/keys/<secret>", methods=["GET", "POST"])
def keys(secret: str) -> str:
    """All keys of one address: how much each was used, a new one in its place, an end to it."""
    form = ButtonForm(request.form)
    current_app.extensions["key_uses"].write()
    if request.method == "POST" and form.validate():
        begin_write()
        mine = {key.id: key for key in keys_of(_link(actions.LOOK_AFTER, secret).object_id)}
        key = mine.get(request.form.get("key", ""))
        if key is None or key.revoked_at is not None:
            abort(404)
        match request.form.get("act"):
            case "renew":
                return _show(key, actions.make(key, now()))
            case "revoke":
                actions.revoke(key, now())
            case _:
                abort(400)
        db.session.commit()
    found = keys_of(_link(actions.LOOK_AFTER, secret).object_id)
    return render_template(
        "partners/keys.html",
        keys=found,
        uses=uses([key.id for key in found], (now() - DAYS_SHOWN).date()),
        organizations=organization_names([k.organization_id for k in found if k.organization_id]),
        form=ButtonForm(),
        wrong=sentences(form),
    )


def _counted() -> datetime:
    """Counts this sender. Refuses whoever sends too often."""
    at = now()
    _network, fine = sending_network(limits.SENDING, at)
    if not fine:
        db.session.commit()  # what was counted stays counted
        abort(429)
    return at


def _link(purpose: str, secret: str) -> Token:
    link = tokens.find(purpose, secret, now())
    if link is None:
        abort(404)
    return link
