"""What the browser's code asks for while puzzles are asked for. Nothing of it is kept."""

from datetime import timedelta
from pathlib import Path

from flask import Response, abort, current_app, jsonify, send_from_directory

from directory.extensions import now
from directory.submissions import puzzle
from directory.submissions.views.blueprint import submissions
from directory.web.headers import Policy, answers

# Without the sandbox of our other files: a worker in a sandbox is of no origin, and browsers give
# their cryptography only to a safe one. It may ask for nothing.
WORKER = Policy(content=("default-src 'none'", "frame-ancestors 'none'"))


@submissions.get("/submit/puzzle")
def new_puzzle() -> Response:
    at = now()
    if not puzzle.wanted(at):
        abort(404)
    return jsonify(puzzle.make(at))


@submissions.get("/submit/puzzle.js")
@answers(WORKER)
def puzzle_worker() -> Response:
    """The maker's code that does the work in the background."""
    if not puzzle.wanted(now()):
        abort(404)
    assert current_app.static_folder
    folder = Path(current_app.static_folder) / "vendor/altcha/dist/workers"
    return send_from_directory(folder, "pbkdf2.js", max_age=timedelta(hours=1).seconds)
