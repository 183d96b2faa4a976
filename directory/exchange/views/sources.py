"""Where files come from: by hand or pulled, how far a source is trusted, and what happens to what
it no longer brings."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.accounts import audit
from directory.accounts.guard import asks, current_account
from directory.exchange import forms, queries
from directory.exchange.blueprint import imports
from directory.exchange.models import BY_HAND, TABLE, Feed
from directory.extensions import db, now
from directory.jobs.actions import enqueue
from directory.web.outside import may_ask


@imports.get("/sources")
@asks("manage sources")
def sources() -> str:
    return _list(forms.SourceForm())


def _list(form: forms.SourceForm) -> str:
    return render_template(
        "exchange/sources.html",
        form=form,
        feeds=[(feed, queries.count_listings(feed.id)) for feed in queries.list_feeds()],
        off=not may_ask("pulls"),
    )


@imports.post("/sources")
@asks("manage sources")
def add_source() -> str | Response | tuple[str, int]:
    form = forms.SourceForm(request.form)
    if not form.validate():
        return _list(form), 422
    if queries.feed_called(form.name.data or ""):
        form.name.errors = [_("There is a source with this name already.")]
        return _list(form), 422
    feed = Feed(created_at=now(), reading={})
    _fill(feed, form)
    db.session.add(feed)
    db.session.flush()
    _log("add source", feed)
    address = url_for("imports.one_source", feed_id=feed.id)
    db.session.commit()
    return redirect(address, 303)


@imports.route("/sources/<int:feed_id>", methods=["GET", "POST"])
@asks("manage sources")
def one_source(feed_id: int) -> str | Response | tuple[str, int]:
    feed = get_feed(feed_id)
    if request.method == "GET":
        return _page(feed, forms.SourceForm(obj=feed))
    form = forms.SourceForm(request.form)
    if not form.validate():
        return _page(feed, form), 422
    other = queries.feed_called(form.name.data or "")
    if other is not None and other.id != feed.id:
        form.name.errors = [_("There is a source with this name already.")]
        return _page(feed, form), 422
    _fill(feed, form)
    _log("change source", feed)
    db.session.commit()
    return redirect(url_for("imports.one_source", feed_id=feed_id), 303)


@imports.post("/sources/<int:feed_id>/pulls")
@asks("manage sources")
def set_pulls(feed_id: int) -> str | Response | tuple[str, int]:
    """Turns scheduled pulls on or off, or pulls once now."""
    feed, act = get_feed(feed_id), request.form.get("act", "")
    if feed.kind == BY_HAND or act not in ("on", "off", "now"):
        abort(400)
    if act != "off" and feed.kind == TABLE and not feed.mapping:
        sentence = _("Send one file of this source by hand first, and say what its columns mean.")
        return _page(feed, forms.SourceForm(obj=feed), sentence), 409
    if act == "now":
        enqueue("pull", key=f"pull {feed.id}", feed_id=feed.id)
    else:
        feed.active = act == "on"
        feed.next_at = now() if feed.active else None
    _log(f"pulls {act}", feed)
    db.session.commit()
    return redirect(url_for("imports.one_source", feed_id=feed_id), 303)


def get_feed(feed_id: int) -> Feed:
    feed = queries.find_feed(feed_id)
    if feed is None:
        abort(404)
    return feed


def _page(feed: Feed, form: forms.SourceForm, fault: str = "") -> str:
    return render_template(
        "exchange/source.html",
        feed=feed,
        form=form,
        fault=fault,
        rows=queries.deliveries_of(feed.id),
        listings=queries.count_listings(feed.id),
        off=not may_ask("pulls"),
    )


def _fill(feed: Feed, form: forms.SourceForm) -> None:
    before = (feed.kind, feed.url)
    for name in ("kind", "url", "licence", "credit", "share_alike", "publish", "priority",
                 "missing", "misses", "every_hours"):  # fmt: skip
        value: Any = form[name].data
        setattr(feed, name, value.strip() if isinstance(value, str) else value)
    feed.name = (form.name.data or "").strip()
    if before != (feed.kind, feed.url):
        # Another address says nothing about what the old one said.
        feed.etag = feed.modified = feed.digest = ""
        feed.pulled_at = None
    if feed.kind == BY_HAND:
        feed.active = False


def _log(act: str, feed: Feed) -> None:
    account = current_account()
    audit.write(
        act, actor=account.email, role=account.role, subject=f"source {feed.id}", at=now(),
        name=feed.name,
    )  # fmt: skip
