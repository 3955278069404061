"""For tests of something that is so on one kind of database alone, or is the same on both.

What a page is made of and what a browser does with it hang on no database. Such tests run on SQLite: the services
behind every page, the main story in a browser and all of `tests/must` run on both.
"""

import pytest

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
