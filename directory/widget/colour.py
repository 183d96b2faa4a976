"""Colours that everybody can read: a partner's own colour is moved until it reaches 7:1 on every
ground of ours (WCAG 2.2, contrast 1.4.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence

ENOUGH = 7.0
_HEX = re.compile(r"[0-9a-f]{6}")

Rgb = tuple[int, int, int]


def is_colour(text: str) -> bool:
    return bool(_HEX.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """From 1 to 21, of two colours as six hexadecimal digits."""
    dark, light = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, grounds: Sequence[str], *, towards: str) -> str:
    """The nearest colour on the way to black or white that reaches 7:1 on all grounds."""
    start, end = _rgb(colour), _rgb(towards)
    for step in range(101):
        mixed = _hex(
            tuple(round(a + (b - a) * step / 100) for a, b in zip(start, end, strict=True))
        )
        if all(contrast(mixed, ground) >= ENOUGH for ground in grounds):
            return mixed
    return towards


def _rgb(text: str) -> Rgb:
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def _hex(colour: Sequence[int]) -> str:
    return "".join(f"{part:02x}" for part in colour)


def _luminance(colour: Rgb) -> float:
    linear = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
