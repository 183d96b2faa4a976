"""Two blueprints: what stands in frames on other sites, and our own pages about it."""

from dataclasses import replace

from flask import Blueprint

from directory.web.headers import API, PAGE, PRIVATE_PAGE, Policy, answer_with

SANDBOX = (
    "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation"
)
# Files that the frame and the partner's page load: nothing in them is anybody's.
ASSET = replace(API, resource="cross-origin")


def frame_policy(origins: tuple[str, ...]) -> Policy:
    """A page that may stand in a frame: of these origins only, or of all. It is sandboxed even
    where the partner's own line forgot to say so (TRUST EMB-1, EMB-2)."""
    ancestors = " ".join(("'self'", *origins)) if origins else "*"  # the builder shows it too
    content = [part for part in PAGE.content if not part.startswith("frame-ancestors")]
    content += [f"frame-ancestors {ancestors}", f"sandbox {SANDBOX}"]
    return Policy(content=tuple(content), resource="cross-origin", store=False)


frame = Blueprint("frame", __name__, url_prefix="/embed/v1")
builder = Blueprint("widget", __name__, url_prefix="/widget")
answer_with(builder, PRIVATE_PAGE)
