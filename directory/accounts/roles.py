"""Who may do what: the one table. docs/moderators.md holds it, and a test asks every staff page
as every role. Plain."""

from __future__ import annotations

ADMIN, MODERATOR, EDITOR, READ_ONLY = "admin", "moderator", "editor", "read-only"
OWNER, MEMBER = "organization-owner", "organization-editor"

STAFF = (ADMIN, MODERATOR, EDITOR, READ_ONLY)
ROLES = (*STAFF, OWNER, MEMBER)

# Not acts but doors: no sign-in needed; the first step is done; a second factor is being set up.
ANYBODY, HALF_SIGNED_IN, ENROLLING = "anybody", "half signed in", "enrolling"

MAY: dict[str, tuple[str, ...]] = {
    "use their own account": ROLES,
    "see the queue": STAFF,
    "see listings": STAFF,
    "see the dashboard": STAFF,
    "decide": (ADMIN, MODERATOR),
    "write notes": (ADMIN, MODERATOR, EDITOR),
    "edit listings": (ADMIN, MODERATOR, EDITOR),
    "record checks": (ADMIN, MODERATOR, EDITOR),
    "hide and restore": (ADMIN, MODERATOR),
    "merge listings": (ADMIN, MODERATOR),
    "confirm crisis lines": (ADMIN, MODERATOR),
    "change words": (ADMIN, MODERATOR),
    "look after organizations": (ADMIN, MODERATOR),
    "bring in files": (ADMIN, MODERATOR, EDITOR),
    "publish imports": (ADMIN, MODERATOR),
    "undo imports": (ADMIN, MODERATOR),
    "manage sources": (ADMIN, MODERATOR),
    "see the log": (ADMIN,),
    "manage people": (ADMIN,),
    "change settings": (ADMIN,),
    "see letters": (ADMIN,),
    # For people of organizations: about the listings of their own one only.
    "see our listings": (OWNER, MEMBER),
    "change our listings": (OWNER, MEMBER),
    "close our listings": (OWNER,),
    "manage our people": (OWNER,),
}

# What asks for a sign-in of the last ten minutes.
FRESH_ONLY = frozenset(
    {"manage people", "manage our people", "change settings", "change their own keys"}
)
MAY["change their own keys"] = ROLES


def may(role: str, act: str) -> bool:
    """Raises KeyError for an act that is not in the table."""
    return role in MAY[act]


def needs_second_factor(role: str) -> bool:
    return role in STAFF
