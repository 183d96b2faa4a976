"""What draws on several features: home, results, the listing page, the crisis page, texts."""

from flask import Flask

from directory.finding import lines
from directory.pages import jobs
from directory.pages.blueprint import pages


def init_app(app: Flask) -> None:
    from directory.pages import (
        browse_views,
        follow_views,
        health_views,
        listing_views,
        map_views,
        search_views,
        views,
    )

    # they register themselves
    _ = (browse_views, follow_views, health_views, jobs)
    _ = (listing_views, map_views, search_views, views)
    lines.init_app(app)
    app.register_blueprint(pages)
