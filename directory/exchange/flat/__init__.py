"""Flat tables in: CSV or GeoJSON with a mapping file that says what each column means."""
