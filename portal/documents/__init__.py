"""PDFs and letters: one function a document, on a plain Jinja environment of its own. Nothing here knows Flask."""
