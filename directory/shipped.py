"""Folders that stand beside the package in a checkout, and inside it once it is installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Where `migrations` or `seed` is."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
