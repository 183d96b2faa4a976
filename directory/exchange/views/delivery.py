"""The page of one file on its way in."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from directory.exchange import deliveries, forms, queries, stored
from directory.exchange.doors import shipped_mappings
from directory.exchange.flat.mapping import MappingError
from directory.exchange.looking import Looked, look_at, samples
from directory.exchange.models import AT_WORK, LOOKED, NEW, Delivery
from directory.extensions import db
from directory.web.headers import use_script


def get_delivery(delivery_id: str) -> Delivery:
    delivery = queries.find_delivery(delivery_id)
    if delivery is None:
        abort(404)
    return delivery


def page_of(delivery: Delivery, fault: str = "", **more: Any) -> str:
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


def not_at_work(delivery_id: str) -> Delivery:
    delivery = get_delivery(delivery_id)
    if delivery.state in AT_WORK or not delivery.stored:
        abort(409)
    return delivery


def committed(delivery: Delivery) -> AnyResponse:
    address = url_for("imports.one", delivery_id=delivery.id)
    db.session.commit()
    return redirect(address, 303)
