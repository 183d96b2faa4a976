"""The data to take away: everything, or what a search finds, in each form; and what was published
each night."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace

from flask import (
    Blueprint,
    Response,
    abort,
    g,
    render_template,
    request,
    send_file,
    stream_with_context,
    url_for,
)
from flask_babel import gettext as _

from directory.config import current_settings
from directory.exchange import snapshot
from directory.exchange.export import Wanted, pieces
from directory.exchange.streams import FORMS
from directory.extensions import now
from directory.finding.asked import Asked
from directory.finding.find import every_id
from directory.finding.forms import SearchForm
from directory.finding.reading import current_reader
from directory.search.engine import EngineUnavailable
from directory.web.errors import Busy
from directory.web.headers import FILE, do_not_store

downloads = Blueprint("downloads", __name__)

# Whoever reads slowly holds a worker of the web server: some must stay free for people.
AT_ONCE = threading.BoundedSemaphore(4)


@downloads.get("/open-data")
def open_data() -> str:
    """What there is to take. With the parameters of a search: of what it finds."""
    asked = _asked()
    return render_template(
        "exchange/open_data.html",
        asked=asked,
        back=url_for("pages.results", **asked.parameters()),
        forms=[
            (code, title, words, url_for("downloads.take", form=code, **asked.parameters()))
            for code, title, words in _forms()
        ],
        snapshots=snapshot.listed(),
        days=current_settings().snapshot_days,
    )


def _forms() -> list[tuple[str, str, str]]:
    return [
        ("xlsx", _("Excel workbook"), _("For people. A row for each place.")),
        ("csv", _("CSV for spreadsheets"), _("For people. A row for each place.")),
        ("csv-machine", _("CSV for programs"), _("The same columns, with the very texts.")),
        ("hsds-json", _("HSDS JSON"), _("One list of whole services.")),
        ("hsds-ndjson", _("HSDS, one service a line"), _("The same, to read piece by piece.")),
        ("hsds-tabular", _("HSDS tables"), _("A zip with all tables and their description.")),
        ("geojson", "GeoJSON", _("A point for each place, for maps.")),
        ("icalendar", _("Calendar"), _("What meets, for calendar programs.")),
        ("meetings", "Meeting Guide", _("What meets every week, for meeting finders.")),
    ]


@downloads.get("/export/<form>")
def take(form: str) -> Response:
    """One file of everything, or of a search. Takes the same parameters as `/search`."""
    if form not in FORMS:
        abort(404)
    asked, settings = _asked(), current_settings()
    try:
        ids = None if asked.empty else every_id(asked, current_reader())
    except EngineUnavailable:
        raise Busy from None
    wanted = Wanted(
        form=form,
        fictional=request.args.get("fictional") == "yes",
        share_alike=settings.export_share_alike,
        site=settings.public_url.rstrip("/"),
        name=settings.site_name,
        ids=ids,
    )
    do_not_store()  # the address may hold what somebody is looking for
    if not AT_ONCE.acquire(blocking=False):
        raise Busy
    g.policy = FILE  # only now: until here the answer may be a page that says what is wrong
    held = Held(pieces(wanted, now()))
    response = Response(stream_with_context(held.each()), mimetype=FORMS[form].mimetype)
    response.call_on_close(held.close)
    what = "search" if ids is not None else "directory"
    name = f"{what}-{form}-{now():%Y-%m-%d}.{FORMS[form].ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class Held:
    """The pieces, and a place among those that may read at once until they end: also when the
    reader goes away before the first."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._open = parts, True

    def each(self) -> Iterator[bytes]:
        try:
            yield from self._parts
        finally:
            self.close()

    def close(self) -> None:
        if self._open:
            self._open = False
            AT_ONCE.release()


@downloads.get("/open-data/<name>/<file_name>")
def snapshot_file(name: str, file_name: str) -> Response:
    """A file of a nightly snapshot. It never changes."""
    found = snapshot.find_file(name, file_name)
    if found is None:
        abort(404)
    path, about = found
    g.policy = FILE
    response = send_file(
        path,
        mimetype=_MIMETYPES.get(path.suffix, "application/octet-stream"),
        as_attachment=path.suffix in (".gz", ".zip"),
        download_name=f"{name}-{file_name}",
        etag=about["sha256"],
        conditional=True,
        max_age=3600,
    )
    response.headers["Repr-Digest"] = f"sha-256=:{_base64(about['sha256'])}:"
    return response


_MIMETYPES = {".gz": "application/gzip", ".zip": "application/zip", ".json": "application/json"}
_MIMETYPES[""] = "text/plain"


def _base64(digest: str) -> str:
    return b64encode(bytes.fromhex(digest)).decode()


def _asked() -> Asked:
    form = SearchForm(request.args)
    form.validate()
    return replace(form.asked(), page=1)
