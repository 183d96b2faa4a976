"""The quick exit's script, on every public page. The link works without it (RULINGS 17)."""

from flask import Flask, request

from directory.web.headers import use_script

# What the public reads. Staff sign out instead; frames on other people's sites bring their own.
PUBLIC = frozenset({"pages", "submissions", "plan", "docs"})


def init_app(app: Flask) -> None:
    app.before_request(_bring)


def _bring() -> None:
    if request.blueprint in PUBLIC:
        use_script("exit")
