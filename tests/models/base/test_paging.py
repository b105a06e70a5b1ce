"""Pages by key: every row once, in order, whatever came meanwhile."""

from datetime import timedelta

import pytest

from models.base.clock import now
from models.base.paging import page_of
from models.clients.account import Account
from models.clients.linked_address import LinkedAddress
from models.portal.portal_login import PortalLogin
from models.work.note import Note


def all_pages(query, size):
    rows, key = [], None
    while True:
        page = page_of(query, key, size)
        rows += page.rows
        if page.next_key is None:
            return rows
        key = page.next_key


@pytest.fixture
def notes(cast):
    moment = now()
    for number in range(7):
        Note.create(
            account=cast.a,
            author=cast.olga,
            body=str(number),
            created_at=moment - timedelta(days=number // 3),
        )
    return cast.a


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_every_row_comes_once_and_in_order(notes, size):
    query = Note.for_account(notes)
    assert [row.id for row in all_pages(query, size)] == [row.id for row in query]


def test_a_row_that_comes_first_meanwhile_moves_nothing(notes):
    first = page_of(Note.for_account(notes), size=3)
    Note.create(account=notes, body="ny")
    second = page_of(Note.for_account(notes), first.next_key, 3)
    assert {row.id for row in first.rows}.isdisjoint(row.id for row in second.rows)


def test_missing_instants_count_as_the_earliest(cast):
    PortalLogin.note(cast.b, next(iter(LinkedAddress.on(cast.b))).link.contact, "bent@b.example")
    query = Account.select().order_by(Account.last_login_at.desc(), Account.id.desc())
    rows = all_pages(query, 1)
    assert rows[0] == cast.b
    assert {row.id for row in rows} == {cast.a.id, cast.b.id, cast.old.id}


@pytest.mark.parametrize(
    "key", ["", "x", "ikke en nøgle", "W10", "WzEsMiwzXQ", "bnVsbA", "\x00", "🦀", "e" * 5_000]
)
def test_a_key_that_is_none_starts_from_the_front(notes, key):
    assert page_of(Note.for_account(notes), key, 2).rows == page_of(Note.for_account(notes), None, 2).rows
