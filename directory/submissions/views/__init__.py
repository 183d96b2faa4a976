"""The pages on which people send something. Each file of views adds its own to one blueprint."""

from directory.submissions.views.blueprint import submissions

__all__ = ["submissions"]

from directory.submissions.views import about_listing, checking, flow, puzzle, status, while_typing

_ = (about_listing, checking, flow, puzzle, status, while_typing)  # they register themselves
