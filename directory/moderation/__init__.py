"""Who lets it in: decisions on submissions."""
