"""Which job name means which action, and which run by the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

Action = Callable[..., Any]

TRIES = 5


class GiveUp(Exception):
    """Trying again cannot help: the job is parked at once for a person to see."""


@dataclass(frozen=True, slots=True)
class Registered:
    action: Action
    every: timedelta | None
    writes: bool
    tries: int
    steps: bool = False
    at_start: bool = False


JOBS: dict[str, Registered] = {}


def job(
    name: str,
    *,
    every: timedelta | None = None,
    writes: bool = True,
    tries: int = TRIES,
    steps: bool = False,
    at_start: bool = False,
) -> Callable[[Action], Action]:
    """Ties a job name to an action; `every` also puts it on the timetable, and `at_start` has it
    done whenever a worker begins. The action gets the job's args as keywords, must be harmless
    when run twice, and never commits.

    An action that works long and must not hold the database's write lock meanwhile says
    `writes=False`, and returns what is left to write as a function (or None). After `tries` the
    job is parked.

    Work of minutes is done in `steps`: the action is a generator, each step ends with a commit by
    the worker, and other jobs get their turn between the steps. Begun again after a loss, it must
    go on where it stopped.
    """

    def register(action: Action) -> Action:
        JOBS[name] = Registered(action, every, writes, tries, steps, at_start)
        return action

    return register
