"""Keeping listings true when nobody looks at them: do their web addresses still answer, do the
domains stand on which somebody's access rests?"""

from flask import Flask


def init_app(app: Flask) -> None:
    import directory.upkeep.jobs  # noqa: F401 - registers itself
    from directory.upkeep import registered

    registered.init_app(app)
