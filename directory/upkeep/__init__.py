"""Keeping listings true when nobody looks at them: do their web addresses still answer?"""

from flask import Flask


def init_app(_app: Flask) -> None:
    import directory.upkeep.jobs  # noqa: F401 - registers itself
