"""The pages about accounts, one blueprint: every file of views adds its own."""

from flask import Blueprint

from directory.accounts.guard import protect

accounts = Blueprint("accounts", __name__, url_prefix="/staff")
protect(accounts)
