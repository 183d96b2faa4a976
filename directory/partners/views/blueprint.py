"""One blueprint: nothing of these pages is kept by a browser or a cache."""

from flask import Blueprint

from directory.web.headers import PRIVATE_PAGE, answer_with

partners = Blueprint("partners", __name__)
answer_with(partners, PRIVATE_PAGE)
