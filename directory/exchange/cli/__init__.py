"""Commands that bring listings in and out: `directory import`, `export` and `seed`."""

from typing import Any

from directory.exchange.cli.files import export_, import_
from directory.exchange.cli.seed import load_seed

COMMANDS: tuple[Any, ...] = (import_, export_, load_seed)
__all__ = ["COMMANDS", "export_", "import_", "load_seed"]
