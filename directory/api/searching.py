"""`search` goes through the same engine as the site, word by word: places, times and topics in
the text are not read as filters, because a program cannot see and take away what was understood."""

from directory.api.problems import Explained
from directory.extensions import now
from directory.search import grammar
from directory.search.engine import EngineUnavailable, current_engine
from directory.search.query import MAX_PER_PAGE, Query


def ranked(text: str | None, *, fictional: bool) -> tuple[str, ...] | None:
    """Ids of all listings that match, the best first; None where nothing was asked."""
    typed = grammar.clean(text or "")
    asked = grammar.parse(typed)
    if not (asked.words or asked.phrase or asked.without):
        return None
    moment, found, page = now(), [], 1
    try:
        while True:
            answer = current_engine().find(
                Query(
                    now=moment,
                    words=asked.words,
                    phrase=asked.phrase,
                    without=asked.without,
                    typed=typed,
                    page=page,
                    per_page=MAX_PER_PAGE,
                    lapsed=True,  # as in every other list: the check date says how old it is
                    fictional=fictional,
                    count=(),
                    rescue=False,
                )
            )
            found += [hit.listing_id for hit in answer.hits]
            if page * MAX_PER_PAGE >= answer.total or not answer.hits:
                return tuple(dict.fromkeys(found))
            page += 1
    except EngineUnavailable:
        raise Explained(
            503, "Search cannot answer now. Lists without search work; try again in half a minute."
        ) from None
