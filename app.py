"""Where Flask finds the portal."""

from portal import create_app

app = create_app()
