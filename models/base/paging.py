"""Keyset pagination: the next page begins after the last row of this one, whatever was added meanwhile."""

import base64
import json
from datetime import UTC, date, datetime
from functools import reduce
from operator import attrgetter, or_
from typing import NamedTuple

from peewee import Field, IntegerField, Ordering, fn

from models.base.fields import LARGEST_ID
from models.base.model import plain

SIZE = 50
AT_ONCE = 500  # where every page is read
EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


class Page(NamedTuple):
    """Rows and the key of the next page, or None on the last."""

    rows: list
    next_key: str | None


def page_of(query, after: str | None = None, size: int = SIZE) -> Page:
    """The `size` rows of an ordered query after a key.

    It is ordered by fields, the last of them unique; a missing instant counts as the earliest. A key that is none
    starts from the front.
    """
    order = [each if isinstance(each, Ordering) else each.asc() for each in query._order_by]
    position = _read_key(after, order)
    if position:
        query = query.where(_is_after(order, position))
    by = [Ordering(_term(ordering.node), ordering.direction) for ordering in order]
    rows = list(query.order_by(*by).limit(size + 1))
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, _key(rows[-1], order) if more else None)


def each_page(read):
    """All pages, one after the other, so that nobody holds all rows: `read(key)` gives the one that has `next_key`."""
    key = None
    while True:
        page = read(key)
        yield page
        key = page.next_key
        if key is None:
            return


def newest_of(queries, after: str | None = None, size: int = SIZE) -> Page:
    """page_of() for the rows of several queries of one model together, each of them ordered by falling id."""
    pages = [page_of(query, after, size) for query in queries]
    rows = sorted((row for page in pages for row in page.rows), key=attrgetter("id"), reverse=True)
    more = len(rows) > size or any(page.next_key for page in pages)
    rows = rows[:size]
    return Page(rows, _key(rows[-1], queries[0]._order_by) if more else None)


def _term(field: Field):
    return fn.COALESCE(field, field.db_value(EARLIEST)) if field.null else field


def _is_after(order, position):
    first = order[0]
    start = _term(first.node)
    # Said once more for all of them, since databases do not find the start in an index from an OR.
    begun = start <= position[0] if first.direction == "DESC" else start >= position[0]
    terms, equal = [], None
    for ordering, value in zip(order, position, strict=True):
        term = _term(ordering.node)
        beyond = term < value if ordering.direction == "DESC" else term > value
        terms.append(beyond if equal is None else equal & beyond)
        equal = (term == value) if equal is None else equal & (term == value)
    return begun & reduce(or_, terms)


def _key(row, order) -> str:
    values = [plain(row.__data__[ordering.node.name] or EARLIEST) for ordering in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _read_key(key: str | None, order):
    """The values in a key as the database compares them, or None."""
    try:
        values = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        if len(values) != len(order):
            return None
        return [_value(ordering.node, value) for ordering, value in zip(order, values, strict=True)]
    except (TypeError, ValueError, RecursionError):
        return None


def _value(field: Field, value):
    """One value of a key for the database. Raises ValueError or TypeError for what the field cannot hold."""
    if field.field_type == "DATETIME":
        return field.db_value(datetime.fromisoformat(value))
    if field.field_type == "DATE":
        return date.fromisoformat(value)
    if isinstance(field, IntegerField):
        if type(value) is not int or abs(value) > LARGEST_ID:
            raise ValueError(value)
        return value
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    return value.encode().decode()  # a lone surrogate is no text
