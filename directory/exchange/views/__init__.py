"""Pages where data comes in and goes out."""
