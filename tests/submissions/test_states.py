"""What may follow what in the life of a submission."""

import pytest

from directory.submissions import states


@pytest.mark.parametrize(
    ("state", "move", "end"),
    [
        (states.DRAFT, "send", states.UNVERIFIED),
        (states.UNVERIFIED, "verify", states.PENDING),
        (states.UNVERIFIED, "expire", states.EXPIRED),
        (states.PENDING, "accept", states.ACCEPTED),
        (states.PENDING, "return", states.RETURNED),
        (states.PENDING, "reject", states.REJECTED),
        (states.RETURNED, "resubmit", states.PENDING),
        (states.RETURNED, "withdraw", states.WITHDRAWN),
    ],
)
def test_a_move_leads_where_the_picture_says(state: str, move: str, end: str) -> None:
    assert states.after(state, move) == end


@pytest.mark.parametrize("end", [states.ACCEPTED, states.REJECTED, states.WITHDRAWN])
@pytest.mark.parametrize("move", sorted(states.MOVES.keys() - {"reopen"}))
def test_nothing_follows_an_end(end: str, move: str) -> None:
    with pytest.raises(states.IllegalMove):
        states.after(end, move)


def test_nobody_skips_verification() -> None:
    with pytest.raises(states.IllegalMove):
        states.after(states.UNVERIFIED, "accept")
