"""How the frames of partners are used, for staff: the same figures that partners see."""

from __future__ import annotations

from flask import Blueprint, render_template

from directory.accounts.guard import asks, protect
from directory.extensions import now
from directory.widget.queries import list_days, list_presets

staff = Blueprint("widget_staff", __name__, url_prefix="/staff")
protect(staff)


@staff.get("/widgets")
@asks("see the dashboard")
def widgets() -> str:
    today = now().date()
    presets = [(row, list_days(row.id, today)) for row in list_presets()]
    return render_template("widget/staff.html", presets=presets)
