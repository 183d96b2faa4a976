"""What a page asks while somebody types, to save them work. Nothing is kept."""

from flask import jsonify, request, url_for
from werkzeug.wrappers import Response

from directory.extensions import now
from directory.listings.queries import Entry
from directory.listings.record import new_id
from directory.submissions.forms import NameForm
from directory.submissions.queries import lookalikes
from directory.submissions.reading import read
from directory.submissions.views.blueprint import submissions
from directory.submissions.views.drafts import around


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
    return jsonify(places=labels, view=around(known))


def _where(entry: Entry) -> str:
    """Who runs it and in which town: enough to know it again."""
    service = entry.record.service
    towns = [at.location.town for at in service.service_at_locations if at.location]
    owner = service.organization.name if service.organization else None
    return ", ".join(dict.fromkeys(part for part in (owner, *towns) if part))
