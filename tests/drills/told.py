"""One line of JSON for each drill: what came out, what it should be, and how to repeat it."""

import json
import os
import platform
from typing import Any

SEED = int(os.environ.get("DRILL_SEED", "7"))


def size(name: str, full: int) -> int:
    """How often a drill tries: DRILL_<NAME>, else all of it."""
    return int(os.environ.get(f"DRILL_{name}", str(full)))


def tell(drill: str, figure: Any, aim: str, *, passed: bool, **more: Any) -> None:
    line = {"drill": drill, "figure": figure, "aim": aim, "pass": passed, "seed": SEED}
    print(json.dumps(line | more | {"python": platform.python_version()}))
    assert passed, line
