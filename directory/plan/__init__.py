"""Help to choose and to keep: the guided mix, short guides, and the plan a visitor keeps in their
own browser. Nothing here is stored on the server."""

from flask import Flask

from directory.plan.blueprint import plan


def init_app(app: Flask) -> None:
    from directory.plan import views

    _ = views  # it registers itself
    app.register_blueprint(plan)
