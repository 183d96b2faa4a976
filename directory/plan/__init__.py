"""Help to choose and to keep: the guided mix, short guides, and the plan a visitor keeps in their
own browser. Nothing here is stored on the server."""

from flask import Flask

from directory.plan.blueprint import plan


def init_app(app: Flask) -> None:
    from directory.plan import plan_views, views

    _ = (plan_views, views)  # they register themselves
    app.register_blueprint(plan)
