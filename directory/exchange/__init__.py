"""Files in and out: HSDS JSON, HSDS tabular packages, CSV with a mapping, meeting feeds."""

from flask import Flask


def init_app(app: Flask) -> None:
    from directory.exchange import jobs
    from directory.exchange.blueprint import imports as staff_pages
    from directory.exchange.views import imports, reading, sources
    from directory.exchange.views.downloads import downloads

    _ = (imports, jobs, reading, sources)  # they register themselves
    app.register_blueprint(downloads)
    app.register_blueprint(staff_pages)
