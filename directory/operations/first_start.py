"""What a first start brings: the listings that ship with the program, the fictional county
among them. Later starts keep the data."""

from collections.abc import Callable
from datetime import UTC, datetime

from directory.config import current_settings
from directory.exchange.seed import load_demonstration, load_seed
from directory.extensions import begin_write, db
from directory.listings.queries import has_listings


def fill_if_empty(say: Callable[[str], object]) -> None:
    """Loads the seed into an empty directory and leaves the commit to the caller; tells `say`
    what it does."""
    if has_listings():
        return
    db.session.rollback()
    begin_write()
    now = datetime.now(UTC)
    real = load_seed(at=now)
    fictional = load_demonstration(at=now, home=current_settings().home)
    say(f"Loaded {len(real.new)} national listings and {len(fictional.new)} fictional ones.")
