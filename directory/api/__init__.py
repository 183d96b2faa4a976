"""The open data service: HSDS 3.2.3 at `/hsds/v3`, the UK profile at `/oruk/v3`."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Needs the pages' headers and errors to be in place."""
    from directory.api import (
        docs_views,
        feed_views,
        limits,
        problems,
        search_feed_views,
        take_away_views,
        views,
    )
    from directory.api.kept import Kept
    from directory.api.whole import Answers

    app.extensions["api_kept"] = Kept()
    app.extensions["api_answers"] = Answers()
    problems.init_app(app)
    limits.init_app(app)
    views.init_app(app)
    _ = (search_feed_views, take_away_views)  # they register themselves with the feeds
    feed_views.init_app(app)
    docs_views.init_app(app)
