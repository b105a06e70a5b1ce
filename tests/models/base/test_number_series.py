"""Numbers of invoices: without gaps, and never given again, whatever is rolled back, deleted, merged or un-merged."""

import threading
from datetime import timedelta

import peewee
import pytest

from models.base.clock import at, now, today
from models.base.database import db, transaction
from models.base.number_series import NumberSeries
from models.billing.invoice import Invoice
from models.clients.merge import Merge
from models.merging.merging import merge, preview, unmerge
from models.processes.bin_expiry import delete_for_good
from tests.support import digest

LINES = [("Bogføring", 100, 120_000, 25)]
WRITERS = 16
EACH = 5  # invoices of a writer, one of them rolled back


class RolledBack(Exception):
    pass


def issue(account) -> int:
    return Invoice.issue(account, LINES, today(), today()).number


def issue_and_fail(account):
    with transaction():
        issue(account)
        raise RolledBack


def numbers() -> list[int]:
    return [row.number for row in Invoice.select().order_by(Invoice.number)]


def gone_for_good(account, actor):
    """Deleted with its invoices: their time is over too."""
    if not account.archived:
        account.archive(actor)
    account.bin(actor)
    with at(now() + timedelta(days=7 * 366)):
        delete_for_good(account)


def test_sixteen_writers_leave_no_gap_and_no_twin(cast, database):
    """A fifth of what they write is rolled back."""
    start, errors = threading.Barrier(WRITERS), []

    def write(writer):
        account = (cast.a, cast.b)[writer % 2]
        try:
            start.wait(10)
            for one in range(EACH):
                if one == writer % EACH:
                    with pytest.raises(RolledBack):
                        issue_and_fail(account)
                else:
                    issue(account)
        except Exception as error:  # noqa: BLE001 (a thread's failure is told to the test)
            errors.append(error)
        finally:
            database.close()

    database.close()  # its connection is one of the pool's
    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert numbers() == list(range(1, WRITERS * (EACH - 1) + 1))
    assert issue(cast.a) == WRITERS * (EACH - 1) + 1


def test_what_is_rolled_back_gives_its_number_back(cast):
    issue(cast.a)
    with pytest.raises(RolledBack):
        issue_and_fail(cast.b)
    assert issue(cast.b) == 2
    with transaction():
        with pytest.raises(RolledBack):
            issue_and_fail(cast.a)
        assert issue(cast.a) == 3
    assert numbers() == [1, 2, 3]


def test_an_invoice_that_cannot_be_written_takes_no_number(cast):
    before = digest.digest()
    with pytest.raises(peewee.IntegrityError):
        Invoice.issue(cast.a, [("Uden pris", 100, 1, 25)], None, today())
    assert digest.digest() == before
    assert issue(cast.a) == 1


@pytest.mark.parametrize("highest", ["a", "b"])
def test_the_numbers_of_a_client_who_is_gone_are_not_given_again(cast, highest):
    for part in "abab":
        issue(getattr(cast, part))
    last = issue(getattr(cast, highest))
    gone_for_good(getattr(cast, highest), cast.olga)
    assert last not in numbers()
    cast.old.reactivate(cast.olga)
    assert issue(cast.old) == last + 1


def test_nor_when_nobody_is_left(cast):
    for account in (cast.a, cast.b):
        issue(account)
        gone_for_good(account, cast.olga)
    assert numbers() == []
    cast.old.reactivate(cast.olga)
    assert issue(cast.old) == 3


def test_through_merge_and_un_merge_every_invoice_keeps_its_number(cast):
    for account in (cast.a, cast.b, cast.b):
        issue(account)
    preview(cast.a, cast.b)
    merge(cast.a, cast.b, cast.olga)
    assert [row.number for row in Invoice.for_account(cast.a)] == [3, 2, 1]
    assert issue(cast.a) == 4
    unmerge(Merge.get(), cast.olga)
    assert [row.number for row in Invoice.for_account(cast.b)] == [3, 2]
    assert issue(cast.b) == 5
    gone_for_good(cast.b, cast.olga)
    assert numbers() == [1, 4]
    assert issue(cast.a) == 6


def test_a_merged_client_who_is_gone_takes_the_numbers_along(cast):
    issue(cast.a)
    issue(cast.b)
    merge(cast.a, cast.b, cast.olga)
    gone_for_good(cast.a, cast.olga)
    cast.old.reactivate(cast.olga)
    assert issue(cast.old) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: NumberSeries.update(last_number=0).execute(),
        lambda: NumberSeries.update(last_number=NumberSeries.last_number - 1).execute(),
        lambda: NumberSeries.delete().execute(),
    ],
)
def test_the_database_refuses_to_count_back(cast, wrong):
    issue(cast.a)
    before = digest.digest()
    with pytest.raises(peewee.IntegrityError), transaction():
        wrong()
    assert digest.digest() == before


def test_a_series_counts_for_itself(cast):
    issue(cast.a)
    assert [NumberSeries.next("another") for _ in range(2)] == [1, 2]
    assert NumberSeries.reach("another", 7) == 7
    assert NumberSeries.reach("another", 3) == 7
    assert issue(cast.a) == 2
    assert not db.in_transaction()
