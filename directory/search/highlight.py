"""Which words of a text were searched for. Works on the text as it is shown, so offsets are never
carried across folding; escape the pieces, then mark them."""

import re
from collections.abc import Collection, Iterator

from directory.search import analysis

# With a group, so that a text can be taken apart in one call.
_WORD = re.compile(r"(\w+(?:['\u2019.-]\w+)*)")


class _Read(dict[str, str | tuple[str, ...]]):
    """For every word as it is written what it is found by: a word, or several where it is joined
    of some. Bounded, whatever is thrown at it."""

    def __missing__(self, raw: str) -> str | tuple[str, ...]:
        said, joined = analysis.read(raw)
        found = said[0] if len(said) == 1 and not joined else (*said, *joined)
        if len(raw) <= analysis.MAX_WORD:
            if len(self) > 200_000:
                self.clear()
            self[raw] = found
        return found


_read = _Read()


def marked(text: str, forms: Collection[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is to be marked. `forms` are those of a Page."""
    wanted = frozenset(forms)
    parts = _WORD.split(text)  # what stands between, a word, what stands between, …
    at = 0
    for n, words in enumerate(map(_read.__getitem__, parts[1::2])):
        if words in wanted or (type(words) is tuple and not wanted.isdisjoint(words)):
            place = 2 * n + 1
            if before := "".join(parts[at:place]):
                yield before, False
            yield parts[place], True
            at = place + 1
    if rest := "".join(parts[at:]):
        yield rest, False
