"""Running it: set up, serve, look after."""
