"""Pages of staff where files come in, one blueprint. What carries a file may be larger than other
forms, but only for somebody who is signed in, and it is read before the database is asked to
write: a slow upload holds nobody up."""

from flask import Blueprint, request

from directory.accounts import sessions
from directory.accounts.guard import protect
from directory.config import current_settings
from directory.extensions import db

ROOM_FOR_THE_REST = 256 * 1024  # bytes of the form around the file

imports = Blueprint("imports", __name__, url_prefix="/staff")


@imports.before_request
def _read_the_file_first() -> None:
    if request.method != "POST" or request.endpoint != "imports.send_in":
        return
    row = sessions.find_current()
    allowed = row is not None and row.stage == sessions.FULL
    db.session.rollback()
    if allowed:
        request.max_content_length = (
            current_settings().largest_upload * 1_000_000 + ROOM_FOR_THE_REST
        )
        _ = request.form


protect(imports)
