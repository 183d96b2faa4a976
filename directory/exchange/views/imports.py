"""Files on their way in, as a person sees them: send, look, take in, undo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from flask import Response, abort, jsonify, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from directory.accounts.guard import asks, current_account
from directory.accounts.roles import may
from directory.config import current_settings
from directory.exchange import deliveries, forms, queries, stored, undoing
from directory.exchange.blueprint import imports
from directory.exchange.deliveries import Refused
from directory.exchange.doors import detect_form
from directory.exchange.flat import suggest
from directory.exchange.looking import look_at
from directory.exchange.models import AT_WORK, LOOKED, LOOKING, TAKING, Delivery, Feed
from directory.exchange.row import Unreadable
from directory.exchange.views.delivery import committed, get_delivery, not_at_work, page_of
from directory.extensions import db, now

_PIECE = 256 * 1024


@imports.get("/imports")
@asks("bring in files")
def history() -> str:
    return _history(_send_form())


def _send_form() -> forms.SendForm:
    return forms.SendForm(request.form, feeds=queries.list_feeds())


def _history(form: forms.SendForm, fault: str = "") -> str:
    page = max(1, request.args.get("page", 1, int))
    return render_template(
        "exchange/imports.html",
        form=form,
        fault=fault,
        rows=queries.list_deliveries(page),
        page=page,
        size=queries.PAGE,
        largest=current_settings().largest_upload,
        kinds=",".join(stored.ENDINGS),
    )


@imports.post("/imports")
@asks("bring in files")
def send_in() -> str | AnyResponse | tuple[str, int]:
    form, file = _send_form(), request.files.get("file")
    if not form.validate():
        return _history(form), 422
    if file is None or not file.filename:
        return _history(form, _("Choose a file.")), 422
    account, at = current_account(), now()
    feed = queries.find_feed(form.source.data) if form.source.data else None
    feed = feed or queries.feed_called(form.name.data or "")
    if feed is None:
        feed = Feed(name=(form.name.data or "").strip(), reading={}, created_at=at)
        db.session.add(feed)
        db.session.flush()
    kept = ""
    try:
        delivery = deliveries.receive(
            feed, _pieces(file.stream), file.filename, form="csv", by=account.email,
            role=account.role, at=at,
        )  # fmt: skip
        kept = delivery.stored
        delivery.form = detect_form(stored.path_of(kept))
        _first_look(delivery)
    except Unreadable as error:
        db.session.rollback()
        stored.forget(kept)
        return _history(_send_form(), deliveries.sentence_of(error)), 422
    address = url_for("imports.one", delivery_id=delivery.id)
    db.session.commit()
    return redirect(address, 303)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _first_look(delivery: Delivery) -> None:
    """What the source's last file was read with, else what we find out."""
    if delivery.form != "csv" or delivery.choices.get("columns"):
        return
    looked = look_at(deliveries.file_of(delivery), detect=True)
    if looked.fault:
        return
    delivery.choices = delivery.choices | {
        "skip": looked.skip,
        "columns": suggest.suggest(looked.header, looked.rows),
    }


@imports.get("/imports/<delivery_id>")
@asks("bring in files")
def one(delivery_id: str) -> str:
    return page_of(get_delivery(delivery_id))


@imports.post("/imports/<delivery_id>/look")
@asks("bring in files")
def look(delivery_id: str) -> AnyResponse | tuple[str, int]:
    delivery = not_at_work(delivery_id)
    straight = request.form.get("publish") == "yes"
    if straight and not may(current_account().role, "publish imports"):
        abort(403)
    if delivery.form == "csv" and not delivery.mapping:
        return page_of(delivery, _("Say first what the columns mean, and keep it.")), 422
    delivery.publish = straight
    deliveries.begin(delivery, LOOKING)
    return committed(delivery)


@imports.post("/imports/<delivery_id>/take")
@asks("bring in files")
def take(delivery_id: str) -> AnyResponse | tuple[str, int]:
    delivery = not_at_work(delivery_id)
    if delivery.state != LOOKED:
        return page_of(delivery, _("Look first at what would happen.")), 409
    if delivery.publish and not may(current_account().role, "publish imports"):
        abort(403)
    doubtful = delivery.look.get("many_missing") or delivery.look.get("many_phones")
    if doubtful and request.form.get("sure") != "yes":
        return page_of(delivery, _("Tick that you have looked at what is unusual here.")), 422
    deliveries.begin(delivery, TAKING)
    return committed(delivery)


@imports.post("/imports/<delivery_id>/undo")
@asks("undo imports")
def undo(delivery_id: str) -> AnyResponse | tuple[str, int]:
    delivery, account = get_delivery(delivery_id), current_account()
    try:
        undoing.begin_undo(delivery, by=account.email, role=account.role)
    except Refused as error:
        db.session.rollback()
        return page_of(get_delivery(delivery_id), str(error)), 409
    return committed(delivery)


@imports.post("/imports/<delivery_id>/drop")
@asks("bring in files")
def drop(delivery_id: str) -> AnyResponse | tuple[str, int]:
    """Throws a file away that was not taken in."""
    delivery = not_at_work(delivery_id)
    if delivery.import_id is not None:
        return page_of(delivery, _("This was taken in. Undo it instead.")), 409
    name = delivery.stored
    db.session.delete(delivery)
    db.session.commit()
    stored.forget(name)
    return redirect(url_for("imports.history"), 303)


@imports.get("/imports/<delivery_id>/progress")
@asks("bring in files")
def progress(delivery_id: str) -> Response:
    delivery = get_delivery(delivery_id)
    return jsonify(
        state=delivery.state, done=delivery.rows_done, of=delivery.rows_total,
        busy=delivery.state in AT_WORK,
    )  # fmt: skip


@imports.get("/imports/<delivery_id>/report")
@asks("bring in files")
def report(delivery_id: str) -> Response:
    """Every row with a word to say, as text."""
    delivery = get_delivery(delivery_id)
    path = stored.report_of(delivery.stored)
    if not delivery.stored or not path.is_file():
        abort(404)
    return send_file(
        path, mimetype="text/plain", as_attachment=True, download_name=f"import-{delivery.id}.txt"
    )
