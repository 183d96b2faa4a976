"""Texts that would become markup, script, header or formula somewhere if anybody let them, made
from ways out of a place and things to do there. Each carries the mark `eve`."""

from itertools import product

OUTS = ("", '">', "'>", "</title>", "</script>", "</textarea>", "-->", "]]>", "' ", '" ', "\\\"}",
        "&lt;/a>", "%22%3E")  # fmt: skip
THINGS = (
    "<eve>x</eve>",
    "<img src=x onerror=alert('eve')>",
    "<svg onload=alert('eve')>",
    "<script>alert('eve')</script>",
    "onfocus=alert('eve') autofocus eve=1",
    "<a href=javascript:alert('eve')>eve</a>",
    "<iframe srcdoc='<eve>'></iframe>",
    "{{7*7}} eve ${7*7}",
    "<style>@import 'eve'</style>",
    "<meta http-equiv=refresh content='0;eve'>",
)


def hostile_texts() -> list[str]:
    """All of them, the most telling first: 120 and some."""
    together = [out + thing for thing, out in product(THINGS, OUTS)]
    return together[::7] + [text for n, text in enumerate(together) if n % 7]
