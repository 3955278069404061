"""Pictures and reads: taken in, searched, opened."""
