"""The database: its floor, its transactions and the two engines."""

import threading

import pytest

from models.base.database import current_action, is_safe_sqlite, transaction
from models.base.event import Event
from models.clients.tag import Tag


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_sqlite_that_may_lose_commits_is_refused(version, safe):
    """sqlite.org/wal.html: the WAL-reset bug and its back-ports."""
    assert is_safe_sqlite(version) == safe


def add_and_fail(actor):
    with transaction():
        Tag.add(actor, name="VIP")
        raise RuntimeError


def test_a_failing_transaction_leaves_nothing(cast):
    with pytest.raises(RuntimeError):
        add_and_fail(cast.olga)
    assert not Tag.select().exists()
    assert not Event.select().where(Event.kind == "tag.created").exists()


def test_events_of_one_transaction_share_an_action_and_others_do_not(cast):
    with transaction():
        Tag.add(cast.olga, name="A")
        Tag.add(cast.olga, name="B")
    Tag.add(cast.olga, name="C")
    first, second, third = (event.action for event in Event.select().where(Event.kind == "tag.created"))
    assert first == second != third
    assert current_action() is None


def test_the_same_tag_by_many_at_once_is_one_change_each(cast, database):
    """Writers queue and none is turned away."""
    errors = []

    def write(number):
        try:
            Tag.add(None, name=f"mærke {number}")
        except Exception as error:  # noqa: BLE001 (a thread's failure is told to the test)
            errors.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Tag.select().count() == 12
