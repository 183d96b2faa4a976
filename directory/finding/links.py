"""Ways from one answer to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from directory.finding.asked import Asked

Address = Callable[[Asked], str]


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another answer. `asked` is the question behind the address, for those who send it
    without one."""

    label: str
    href: str
    asked: Asked


def link(label: str, asked: Asked, href: Address) -> Link:
    return Link(label, href(asked), asked)
