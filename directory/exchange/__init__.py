"""Files in and out: HSDS JSON, HSDS tabular packages, CSV with a mapping, meeting feeds."""

from flask import Flask


def init_app(app: Flask) -> None:
    from directory.exchange import jobs
    from directory.exchange.views.downloads import downloads

    _ = jobs  # they register themselves
    app.register_blueprint(downloads)
