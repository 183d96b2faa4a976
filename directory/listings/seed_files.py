"""Reading the files of `seed/`."""

from directory.shipped import shipped

SEED = shipped("seed")


def seed_file(*parts: str) -> str:
    """The text of one file, such as `seed_file("rules", "retired.csv")`."""
    return SEED.joinpath(*parts).read_text("utf-8")
