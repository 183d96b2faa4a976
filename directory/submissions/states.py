"""The life of a submission. Suspect, approvals so far and hold-until are columns, not states."""

DRAFT, UNVERIFIED, PENDING = "draft", "unverified", "pending"
ACCEPTED, RETURNED, REJECTED = "accepted", "returned", "rejected"
WITHDRAWN, EXPIRED = "withdrawn", "expired"

# move: (states it starts from, state it leads to)
MOVES: dict[str, tuple[frozenset[str], str]] = {
    "send": (frozenset({DRAFT}), UNVERIFIED),
    "verify": (frozenset({UNVERIFIED}), PENDING),
    "expire": (frozenset({DRAFT, UNVERIFIED}), EXPIRED),
    "accept": (frozenset({PENDING}), ACCEPTED),
    "return": (frozenset({PENDING}), RETURNED),
    "reject": (frozenset({PENDING}), REJECTED),
    "resubmit": (frozenset({RETURNED}), PENDING),
    "reopen": (frozenset({ACCEPTED, REJECTED}), PENDING),  # a decision is undone
    "withdraw": (frozenset({DRAFT, UNVERIFIED, PENDING, RETURNED}), WITHDRAWN),
}


class IllegalMove(Exception):
    """The submission is not where this move starts: somebody moved it meanwhile."""

    def __init__(self, state: str, move: str) -> None:
        super().__init__(f"A submission that is {state} cannot {move}.")
        self.state, self.move = state, move


def after(state: str, move: str) -> str:
    """The state that `move` leads to. Raises IllegalMove."""
    starts, end = MOVES[move]
    if state not in starts:
        raise IllegalMove(state, move)
    return end
