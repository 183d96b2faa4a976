"""Where: places, distances, and the two ways of turning words into a point."""
