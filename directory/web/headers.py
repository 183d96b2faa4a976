"""The headers of every answer: what a browser may do with it (TRUST HDR-1 to HDR-4).

A view says what kind of answer it gives with `@answers(API)`; a blueprint with
`answer_with(blueprint, API)`; everything else is a page. Scripts are allowed only where a
view asked for one with `use_script`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from flask import Blueprint, Flask, Response, current_app, g, request

YEAR = 365 * 24 * 3600
SHOWN_AS = "directory.policy"  # in the request's environment

View = TypeVar("View", bound=Callable[..., Any])

# Every power a browser could give a page, off. Browsers pass over names they do not know.
POWERS = (
    "accelerometer",
    "ambient-light-sensor",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "web-share",
    "window-management",
    "xr-spatial-tracking",
)


@dataclass(frozen=True, slots=True)
class Policy:
    """What one kind of answer allows. `content` are the directives in order."""

    content: tuple[str, ...]
    resource: str = "same-origin"  # who may load it: Cross-Origin-Resource-Policy
    referrer: str = "no-referrer"
    powers: tuple[str, ...] = ()  # allowed for our own pages only, such as "geolocation"
    store: bool = True  # False: nothing may keep a copy

    def allowing(self, *directives: str) -> Policy:
        return replace(self, content=self.content + directives)


PAGE = Policy(
    content=(
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PRIVATE_PAGE = replace(PAGE, store=False)
API = Policy(
    content=("default-src 'none'", "sandbox", "frame-ancestors 'none'"), resource="cross-origin"
)
FILE = Policy(content=API.content)


def answers(policy: Policy) -> Callable[[View], View]:
    """Marks a view with the kind of answer it gives."""

    def mark(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return mark


def answer_with(blueprint: Blueprint, policy: Policy | Callable[[], Policy]) -> None:
    """Gives all views of a blueprint one policy, or one that depends on settings that may change;
    a view's own mark is stronger."""
    blueprint.policy = policy  # type: ignore[attr-defined]


def use_script(name: str, *, connect: bool = False, worker: bool = False) -> None:
    """Loads `static/js/<name>.js` on this page and lets the page's policy allow it."""
    scripts = g.setdefault("scripts", [])
    if name not in scripts:
        scripts.append(name)
    g.script_powers = g.get("script_powers", frozenset()) | {
        power for power, wanted in (("connect", connect), ("worker", worker)) if wanted
    }


def allow_images_from(origin: str) -> None:
    """Lets this page show pictures of one other server, such as an operator's map tiles."""
    g.image_sources = (*g.get("image_sources", ()), origin)


def do_not_store() -> None:
    """This answer holds what somebody typed or private facts: no cache may keep it."""
    g.no_store = True


def show_as_page() -> None:
    """An address of files that answers with a page after all, because something is wrong: people
    read it like any other."""
    if not any(part.startswith("style-src") for part in _policy().content):
        request.environ[SHOWN_AS] = PAGE


def init_app(app: Flask) -> None:
    app.after_request(_add)


def _add(response: Response) -> Response:
    policy = _policy()
    if g.get("scripts") and response.mimetype == "text/html":
        powers = g.get("script_powers", frozenset())
        policy = policy.allowing(
            "script-src 'self'",
            *(f"{power}-src 'self'" for power in ("connect", "worker") if power in powers),
        )
    if others := g.get("image_sources"):
        images = " ".join(("img-src 'self'", *others))
        directives = (images if d == "img-src 'self'" else d for d in policy.content)
        policy = replace(policy, content=tuple(directives))
    allowed = {power: "(self)" if power in policy.powers else "()" for power in POWERS}
    response.headers.update(
        {
            "Content-Security-Policy": "; ".join(policy.content),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": policy.referrer,
            "Permissions-Policy": ", ".join(f"{k}={v}" for k, v in allowed.items()),
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Embedder-Policy": "require-corp",
            "Cross-Origin-Resource-Policy": policy.resource,
        }
    )
    if not any(part == "frame-ancestors 'none'" for part in policy.content):
        del response.headers["X-Frame-Options"]
    if not current_app.config["SETTINGS"].local:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    if g.get("no_store") or not policy.store:
        response.headers["Cache-Control"] = "no-store"
    return response


def _policy() -> Policy:
    if SHOWN_AS in request.environ:
        return request.environ[SHOWN_AS]
    if "policy" in g:  # said by whoever answers an address that has no view
        return g.policy
    view = current_app.view_functions.get(request.endpoint or "")
    blueprint = current_app.blueprints.get(request.blueprint or "")
    found = getattr(view, "policy", None) or getattr(blueprint, "policy", None) or PAGE
    return found() if callable(found) else found
