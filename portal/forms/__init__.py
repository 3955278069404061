"""What a page may send: forms check its shape and hand over a value. Rules judge it."""
