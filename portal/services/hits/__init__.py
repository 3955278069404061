"""Hits: raised when a read matches a live entry, worked by dispatch."""
