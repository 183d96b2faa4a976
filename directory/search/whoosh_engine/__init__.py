"""The embedded engine: see README.md beside this file."""

from directory.search.whoosh_engine.engine import WhooshEngine

__all__ = ["WhooshEngine"]
