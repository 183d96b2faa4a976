"""A file on its way in, as a person sees it: send, say how it is read, look, take in, undo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from flask import Response, abort, jsonify, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from directory.accounts.guard import asks, current_account
from directory.accounts.roles import may
from directory.config import current_settings
from directory.exchange import deliveries, forms, queries, stored, undoing
from directory.exchange.blueprint import imports
from directory.exchange.deliveries import Refused
from directory.exchange.doors import detect_form, mapping_text, shipped_mappings
from directory.exchange.flat import suggest
from directory.exchange.flat.mapping import MappingError
from directory.exchange.flat.writing import Chosen, as_toml
from directory.exchange.looking import Looked, look_at, samples
from directory.exchange.models import AT_WORK, LOOKED, LOOKING, NEW, TAKING, Delivery, Feed
from directory.exchange.row import Unreadable
from directory.extensions import db, now
from directory.web.headers import use_script

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


def get_delivery(delivery_id: str) -> Delivery:
    delivery = queries.find_delivery(delivery_id)
    if delivery is None:
        abort(404)
    return delivery


@imports.get("/imports/<delivery_id>")
@asks("bring in files")
def one(delivery_id: str) -> str:
    return _page(get_delivery(delivery_id))


def _page(delivery: Delivery, fault: str = "", **more: Any) -> str:
    if delivery.state in AT_WORK:
        use_script("imports", connect=True)
    feed = queries.find_feed(delivery.feed_id or 0)
    shown: dict[str, Any] = {
        "delivery": delivery,
        "feed": feed,
        "fault": fault,
        "looked": None,
        "reading": None,
        "columns": None,
        "samples": [],
        "targets": forms.targets(),
        "has_report": bool(delivery.stored) and stored.report_of(delivery.stored).is_file(),
    }
    if delivery.state in (NEW, LOOKED) and delivery.stored:
        shown |= _reading(delivery, more.pop("typed", None))
    return render_template("exchange/import.html", **shown | more)


def _reading(delivery: Delivery, typed: Any) -> dict[str, Any]:
    """What the page shows of the file itself."""
    if delivery.form in ("hsds-tabular", "hsds-json", "meetings"):
        looked = Looked()
    else:
        looked = look_at(deliveries.file_of(delivery))
    form = forms.ReadingForm(
        sheets=looked.sheets, encoding=looked.encoding,
        data={"form": delivery.form, "encoding": looked.encoding, "sheet": looked.sheet,
              "delimiter": looked.delimiter or ",", "skip": looked.skip},
    )  # fmt: skip
    found: dict[str, Any] = {"looked": looked, "reading": form}
    if delivery.form != "csv" or looked.fault or delivery.file_name.lower().endswith(".geojson"):
        return found
    fixed = delivery.choices.get("fixed", {})
    found["columns"] = forms.ColumnsForm(typed, ready=shipped_mappings(), data=fixed)
    found["chosen"] = {column: key for key, column in delivery.choices.get("columns", {}).items()}
    if delivery.mapping:
        try:
            found["samples"] = samples(deliveries.file_of(delivery), looked)
        except MappingError as error:
            found["mapping_fault"] = str(error)
    return found


@imports.post("/imports/<delivery_id>/reading")
@asks("bring in files")
def set_reading(delivery_id: str) -> AnyResponse | tuple[str, int]:
    """Another encoding, delimiter, sheet or header row."""
    delivery = _not_at_work(delivery_id)
    looked = look_at(deliveries.file_of(delivery)) if delivery.form == "csv" else Looked()
    form = forms.ReadingForm(request.form, sheets=looked.sheets, encoding=looked.encoding)
    if not form.validate():
        return _page(delivery, _("Choose from what is offered.")), 422
    delivery.form = form.form.data
    delivery.choices = delivery.choices | forms.reading_of(form)
    delivery.state = NEW
    if delivery.form == "csv":
        again = look_at(deliveries.file_of(delivery))
        known = delivery.choices.get("columns", {}).values()
        if not again.fault and not set(known) <= set(again.header):
            delivery.choices = delivery.choices | {
                "columns": suggest.suggest(again.header, again.rows)
            }
            delivery.mapping = ""
    return _committed(delivery)


@imports.post("/imports/<delivery_id>/columns")
@asks("bring in files")
def set_columns(delivery_id: str) -> AnyResponse | tuple[str, int]:
    """What each column is. Kept with the source, so that its next file needs no questions."""
    delivery = _not_at_work(delivery_id)
    looked = look_at(deliveries.file_of(delivery))
    if looked.fault:
        return _page(delivery, deliveries.sentence_of(looked.fault)), 422
    form = forms.ColumnsForm(request.form, ready=shipped_mappings())
    if not form.validate():
        wrong = " ".join(str(error) for field in form for error in field.errors)
        return _page(delivery, wrong), 422
    feed = queries.find_feed(delivery.feed_id or 0)
    assert feed
    chosen, wrong = forms.read_columns(request.form, looked.header)
    if form.ready.data:
        delivery.mapping = mapping_text(form.ready.data)
    elif wrong:
        delivery.choices = delivery.choices | {"columns": chosen}
        return _page(delivery, wrong, typed=request.form), 422
    else:
        delivery.mapping = as_toml(_chosen(feed, form, chosen, looked.header))
    fixed = {name: form[name].data for name in (*forms.FIXED, "country", "ready")}
    delivery.choices = delivery.choices | {"columns": chosen, "fixed": fixed}
    delivery.state = NEW
    feed.mapping, feed.reading = delivery.mapping, dict(delivery.choices)
    return _committed(delivery)


def _chosen(
    feed: Feed, form: forms.ColumnsForm, columns: dict[str, str], header: list[str]
) -> Chosen:
    return Chosen(
        columns=columns,
        terms={axis: form[axis].data for axis in forms.FIXED if form[axis].data},
        country=(form.country.data or "").upper(),
        source={
            "name": feed.name,
            "url": feed.url,
            "licence": feed.licence,
            "credit": feed.credit,
            "share_alike": feed.share_alike,
        },
        namespace=f"source {feed.id} {feed.name}",
        header=header,
    )


@imports.post("/imports/<delivery_id>/look")
@asks("bring in files")
def look(delivery_id: str) -> AnyResponse | tuple[str, int]:
    delivery = _not_at_work(delivery_id)
    straight = request.form.get("publish") == "yes"
    if straight and not may(current_account().role, "publish imports"):
        abort(403)
    if delivery.form == "csv" and not delivery.mapping:
        return _page(delivery, _("Say first what the columns mean, and keep it.")), 422
    delivery.publish = straight
    deliveries.begin(delivery, LOOKING)
    return _committed(delivery)


@imports.post("/imports/<delivery_id>/take")
@asks("bring in files")
def take(delivery_id: str) -> AnyResponse | tuple[str, int]:
    delivery = _not_at_work(delivery_id)
    if delivery.state != LOOKED:
        return _page(delivery, _("Look first at what would happen.")), 409
    if delivery.publish and not may(current_account().role, "publish imports"):
        abort(403)
    doubtful = delivery.look.get("many_missing") or delivery.look.get("many_phones")
    if doubtful and request.form.get("sure") != "yes":
        return _page(delivery, _("Tick that you have looked at what is unusual here.")), 422
    deliveries.begin(delivery, TAKING)
    return _committed(delivery)


@imports.post("/imports/<delivery_id>/undo")
@asks("undo imports")
def undo(delivery_id: str) -> AnyResponse | tuple[str, int]:
    delivery, account = get_delivery(delivery_id), current_account()
    try:
        undoing.begin_undo(delivery, by=account.email, role=account.role)
    except Refused as error:
        db.session.rollback()
        return _page(get_delivery(delivery_id), str(error)), 409
    return _committed(delivery)


@imports.post("/imports/<delivery_id>/drop")
@asks("bring in files")
def drop(delivery_id: str) -> AnyResponse | tuple[str, int]:
    """Throws a file away that was not taken in."""
    delivery = _not_at_work(delivery_id)
    if delivery.import_id is not None:
        return _page(delivery, _("This was taken in. Undo it instead.")), 409
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


def _not_at_work(delivery_id: str) -> Delivery:
    delivery = get_delivery(delivery_id)
    if delivery.state in AT_WORK or not delivery.stored:
        abort(409)
    return delivery


def _committed(delivery: Delivery) -> AnyResponse:
    address = url_for("imports.one", delivery_id=delivery.id)
    db.session.commit()
    return redirect(address, 303)
