"""Where the files of `seed/` are: beside the package in a checkout."""

from pathlib import Path

SEED = Path(__file__).resolve().parents[2] / "seed"


def seed_file(*parts: str) -> str:
    """The text of one file, such as `seed_file("rules", "retired.csv")`."""
    return SEED.joinpath(*parts).read_text("utf-8")
