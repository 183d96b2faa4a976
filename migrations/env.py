"""How migrations run: inside the application, on its own connection."""

from typing import Any

from alembic import context
from flask import current_app

from directory.extensions import Instant, db


def render_item(kind: str, item: Any, _autogen: Any) -> Any:
    """Migrations name plain types, so that an old one still means what it meant."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Instant) else False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """The search index may lie in the same database; it is made without migrations."""
    return kind != "table" or not (name or "").startswith("search_index_")


def run() -> None:
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render_item,
            compare_type=True,
            include_name=include_name,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit(f"{current_app.name}: migrations need a database to run on.")
run()
