"""Frames, files for partners' pages, the builder, presets."""
