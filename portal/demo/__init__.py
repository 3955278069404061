"""Invented people, reads and pictures for a demo instance: nothing in here is real."""
