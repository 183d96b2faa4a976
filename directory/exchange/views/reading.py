"""Saying how a file is read: its encoding, its sheet, what its columns mean."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from directory.accounts.guard import asks
from directory.exchange import deliveries, forms, queries
from directory.exchange.blueprint import imports
from directory.exchange.doors import mapping_text, shipped_mappings
from directory.exchange.flat import suggest
from directory.exchange.flat.writing import Chosen, as_toml
from directory.exchange.looking import Looked, look_at
from directory.exchange.models import NEW, Feed
from directory.exchange.views.delivery import committed, not_at_work, page_of


@imports.post("/imports/<delivery_id>/reading")
@asks("bring in files")
def set_reading(delivery_id: str) -> AnyResponse | tuple[str, int]:
    """Another encoding, delimiter, sheet or header row."""
    delivery = not_at_work(delivery_id)
    looked = look_at(deliveries.file_of(delivery)) if delivery.form == "csv" else Looked()
    form = forms.ReadingForm(request.form, sheets=looked.sheets, encoding=looked.encoding)
    if not form.validate():
        return page_of(delivery, _("Choose from what is offered.")), 422
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
    return committed(delivery)


@imports.post("/imports/<delivery_id>/columns")
@asks("bring in files")
def set_columns(delivery_id: str) -> AnyResponse | tuple[str, int]:
    """What each column is. Kept with the source, so that its next file needs no questions."""
    delivery = not_at_work(delivery_id)
    looked = look_at(deliveries.file_of(delivery))
    if looked.fault:
        return page_of(delivery, deliveries.sentence_of(looked.fault)), 422
    form = forms.ColumnsForm(request.form, ready=shipped_mappings())
    if not form.validate():
        wrong = " ".join(str(error) for field in form for error in field.errors)
        return page_of(delivery, wrong), 422
    feed = queries.find_feed(delivery.feed_id or 0)
    assert feed
    chosen, wrong = forms.read_columns(request.form, looked.header)
    if form.ready.data:
        delivery.mapping = mapping_text(form.ready.data)
    elif wrong:
        delivery.choices = delivery.choices | {"columns": chosen}
        return page_of(delivery, wrong, typed=request.form), 422
    else:
        delivery.mapping = as_toml(_chosen(feed, form, chosen, looked.header))
    fixed = {name: form[name].data for name in (*forms.FIXED, "country", "ready")}
    delivery.choices = delivery.choices | {"columns": chosen, "fixed": fixed}
    delivery.state = NEW
    feed.mapping, feed.reading = delivery.mapping, dict(delivery.choices)
    return committed(delivery)


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
