"""The adopted policy: its text and versions, the page the public reads, and how it is kept."""
