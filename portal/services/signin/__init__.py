"""Signing in: sessions on the server, passwords, codes."""
