"""The Flask machinery, a piece a file: routes and access, the unit of work, sessions, answers, errors, headers."""
