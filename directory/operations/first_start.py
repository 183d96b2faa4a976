"""What a first start brings: the demonstration seed and an index. Later starts keep the data."""

from collections.abc import Callable

from directory.extensions import begin_write, db
from directory.listings.queries import has_listings


def fill_if_empty(say: Callable[[str], object]) -> None:
    """Loads the seed into an empty directory; tells `say` what it does."""
    if has_listings():
        return
    db.session.rollback()
    begin_write()
