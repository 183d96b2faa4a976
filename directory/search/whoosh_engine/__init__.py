"""The embedded engine: see README.md beside this file."""

from directory.search.whoosh_engine.engine import Busy, WhooshEngine

__all__ = ["Busy", "WhooshEngine"]
