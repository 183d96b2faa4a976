"""The pages of moderators, one blueprint: every file of views adds its own."""

from flask import Blueprint

from directory.accounts.guard import protect

moderation = Blueprint("moderation", __name__, url_prefix="/staff")
protect(moderation)
