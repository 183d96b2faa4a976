"""The engine for hosts that keep no index of their own: everything lies in PostgreSQL."""

from directory.search.postgres_engine.engine import PostgresEngine

__all__ = ["PostgresEngine"]
