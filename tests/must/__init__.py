"""The must-have checks of the security bar, each in a file named after its number."""
