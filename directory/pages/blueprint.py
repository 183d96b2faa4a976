"""The public pages, one blueprint: every file of views adds its own."""

from flask import Blueprint

pages = Blueprint("pages", __name__)
