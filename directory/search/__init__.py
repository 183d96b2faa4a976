"""How people find it."""
