"""The directory on other people's sites: the loader, the frame, and the page that builds the
snippet."""

from flask import Flask, Response, g, request

from directory.config import current_settings
from directory.web.errors import answer_under
from directory.web.headers import answer_with
from directory.widget.blueprint import ASSET, builder, frame, frame_policy

# What frames load although their origin is a strange one: style sheets and scripts, never data.
SHARED_FILES = (
    "css/base.css",
    "css/site.css",
    "css/results.css",
    "css/map.css",
    "js/frame.js",
    "js/map.js",
    "js/map_drawing.js",
    "js/map_points.js",
    "embed/",
    "basemap/",
    "vendor/",
)


def init_app(app: Flask) -> None:
    from directory.widget import jobs, letters
    from directory.widget.views import building, errors, framed, oembed, presets
    from directory.widget.views.staff import staff

    _ = (building, framed, jobs, letters, oembed, presets)  # they register themselves
    answer_with(frame, lambda: frame_policy(current_settings().embed_origins))
    app.register_blueprint(frame)
    app.register_blueprint(builder)
    app.register_blueprint(staff)
    answer_under(app, "/embed", errors.show_error)
    app.before_request(_share_files)
    app.after_request(_say_so)


def _share_files() -> None:
    name = (request.view_args or {}).get("filename", "")
    own = request.endpoint == "static" and name.startswith(SHARED_FILES)
    if own or request.endpoint == "pages.map_tiles":
        g.policy, g.for_frames = ASSET, True


def _say_so(response: Response) -> Response:
    """Modules and maps are fetched, and a sandboxed frame has no origin to be the same as."""
    if g.get("for_frames"):
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response
