"""The sheet of a frame's own colours and sizes. Light and dark tokens are read from base.css, so
they are stated once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from directory.widget.colour import readable
from directory.widget.options import Options

LIGHT, DARK = "light", "dark"
GROUNDS = ("paper", "card", "sand", "sage")
_BLOCK = re.compile(r":root\s*\{(.*?)\}", re.DOTALL)
_TOKEN = re.compile(r"--([a-z-]+):\s*([^;]+);")


@dataclass(frozen=True, slots=True)
class Tokens:
    light: dict[str, str]
    dark: dict[str, str]

    def of(self, scheme: str) -> dict[str, str]:
        return {**self.light, **self.dark} if scheme == DARK else self.light


@cache
def tokens(sheet: Path) -> Tokens:
    """The first block of base.css is light, the second dark."""
    light, dark, *_ = (dict(_TOKEN.findall(block)) for block in _BLOCK.findall(sheet.read_text()))
    colours = {name: value for name, value in light.items() if name in dark}
    return Tokens(colours, dark)


def colours(options: Options, known: Tokens) -> dict[str, str]:
    """The colour as it will show, by scheme; empty where none was chosen."""
    if not options.colour:
        return {}
    return {scheme: _readable(options.colour, scheme, known) for scheme in (LIGHT, DARK)}


def _readable(colour: str, scheme: str, known: Tokens) -> str:
    grounds = [_digits(known.of(scheme)[name]) for name in GROUNDS]
    grounds.append(_digits(known.of(scheme)["on-pine"]))
    return readable(colour, grounds, towards="000000" if scheme == LIGHT else "ffffff")


def _digits(value: str) -> str:
    """#fff as ffffff."""
    text = value.lstrip("#").lower()
    return "".join(part * 2 for part in text) if len(text) == 3 else text


def sheet(options: Options, known: Tokens) -> str:
    """CSS that stands after base.css."""
    chosen = colours(options, known)
    parts = []
    if options.theme == "auto":
        parts += [_root(_colour(chosen.get(LIGHT))), _dark(_root(_colour(chosen.get(DARK))))]
    else:
        held = {**known.of(options.theme), **_colour(chosen.get(options.theme))}
        parts.append(_root(held, f"color-scheme: {options.theme}; "))
    if options.corner is not None:
        parts.append(_root({"radius": f"{options.corner}px", "round": f"{options.corner}px"}))
    if options.size:
        parts.append(f"html {{ font-size: {options.size}%; }}")
    return "\n".join(part for part in parts if part) + "\n"


def _colour(value: str | None) -> dict[str, str]:
    return {"pine": f"#{value}", "pine-deep": f"#{value}"} if value else {}


def _root(values: dict[str, str], first: str = "") -> str:
    inside = first + " ".join(f"--{name}: {value};" for name, value in values.items())
    # Twice the pseudo-class: stronger than the media query of base.css.
    return f":root:root {{ {inside} }}" if inside else ""


def _dark(block: str) -> str:
    return f"@media (prefers-color-scheme: dark) {{ {block} }}" if block else ""
