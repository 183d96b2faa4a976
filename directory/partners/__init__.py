"""People and systems that work with the directory through programs: their keys, what they propose,
and how they are told what was decided. Nothing that arrives here publishes by itself."""

from flask import Flask


def init_app(app: Flask) -> None:
    import directory.partners.jobs
    import directory.partners.letters  # noqa: F401 - they register themselves
    from directory.partners.uses import Uses
    from directory.partners.views import partners

    app.extensions["key_uses"] = Uses()
    app.register_blueprint(partners)
