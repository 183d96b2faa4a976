"""Which words of a text were searched for. Works on the text as it is shown, so offsets are never
carried across folding; escape the pieces, then mark them."""

import re
from collections.abc import Collection, Iterator

from directory.search import analysis

_WORD = re.compile(r"\w+(?:['\u2019.-]\w+)*")


def marked(text: str, forms: Collection[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is to be marked. `forms` are those of a Page."""
    at = 0
    for found in _WORD.finditer(text):
        if not any(word in forms for word in _words(found[0])):
            continue
        if found.start() > at:
            yield text[at : found.start()], False
        yield found[0], True
        at = found.end()
    if at < len(text):
        yield text[at:], False


def _words(raw: str) -> list[str]:
    said, joined = analysis.read(raw)
    return [*said, *joined]
