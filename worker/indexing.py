"""The part of the worker that keeps the search index: the only writer of it besides the command `reindex`."""

import search_index


def step():
    """Take in what changed since the last step; quick when nothing has. Safe to repeat."""
    search_index.follow()
