"""The pages of organizations, one blueprint: every file of views adds its own."""

from flask import Blueprint

from directory.accounts.guard import protect

members = Blueprint("members", __name__, url_prefix="/our")
protect(members)
