"""One blueprint for all forms: nothing of them is kept by a browser or a cache."""

from flask import Blueprint

from directory.web.headers import PRIVATE_PAGE, answer_with

submissions = Blueprint("submissions", __name__)
answer_with(submissions, PRIVATE_PAGE)
