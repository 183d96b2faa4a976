"""Feeds of recurring meetings in the Meeting Guide form."""
