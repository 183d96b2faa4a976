"""One blueprint for the mix, the guides and the plan."""

from flask import Blueprint

plan = Blueprint("plan", __name__)
