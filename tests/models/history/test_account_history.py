"""The history of one account: what belongs to it, and that indexes find it. What pages tell is in tests/views/account/test_history.py."""

import re

from peewee import SqliteDatabase

from models.base.database import db, transaction
from models.base.event import Event
from models.clients.link import Link
from models.clients.linking import link_contact, unlink
from models.history.account_history import AccountHistory, HistoryFilter


def told(account, **asked) -> list[tuple[str, int]]:
    return [
        (event.kind, event.subject_id) for event in AccountHistory(account).page(HistoryFilter(**asked)).rows
    ]


def test_both_branches_stand_in_one_order(cast):
    contact = Link.of_account(cast.a).first().contact
    for number in range(3):
        cast.a.amend(cast.olga, city=f"By {number}")
        contact.amend(cast.olga, city=f"By {number}")
    kinds = [kind for kind, _id in told(cast.a)]
    assert kinds[:6] == ["contact.changed", "account.changed"] * 3
    ids = [event.id for event in AccountHistory(cast.a).page(HistoryFilter()).rows]
    assert ids == sorted(ids, reverse=True)


def test_pages_of_both_branches_leave_nothing_out_and_repeat_nothing(cast):
    contact = Link.of_account(cast.a).first().contact
    for number in range(70):
        (contact if number % 3 else cast.a).amend(cast.olga, city=f"By {number}")
    seen, after = [], None
    while True:
        page = AccountHistory(cast.a).page(HistoryFilter(), after)
        seen += [event.id for event in page.rows]
        after = page.next_key
        if after is None:
            break
    assert seen == [event.id for event in AccountHistory(cast.a).events.order_by(Event.id.desc())]
    assert len(seen) > 70


def test_a_contact_who_came_back_is_told_from_the_first_stay(cast):
    link = Link.of_account(cast.a)[1]
    contact = link.contact
    unlink(link, cast.olga)
    link_contact(cast.a, contact, cast.olga)
    contact.amend(cast.olga, city="Aarhus")
    assert ("contact.changed", contact.id) in told(cast.a)


def test_nothing_of_a_noun_that_no_group_names_is_told(cast):
    event = Event.log("secret.changed", cast.olga, account_id=cast.a.id)
    assert ("secret.changed", 0) not in told(cast.a)
    assert not AccountHistory(cast.a).events.where(Event.id == event.id).exists()


def plans(account) -> list[str]:
    """How the database finds the two branches of the first page."""
    sqlite, found = isinstance(db.obj, SqliteDatabase), []
    if not sqlite:
        db.execute_sql("ANALYZE event")
    for branch in AccountHistory(account)._branches:
        query = (
            Event.select()
            .where(branch, Event.noun.in_(["account", "contact"]))
            .order_by(Event.id.desc())
            .limit(51)
        )
        sql, values = query.sql()
        rows = db.execute_sql(("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + sql, values).fetchall()
        found.append("\n".join(str(row[-1]) for row in rows))
    return found


def fill_with_others():
    """Enough of other clients and people for an index to be worth while."""
    common = {
        "noun": "contact",
        "kind": "contact.changed",
        "effect": "changed",
        "subject_id": 1,
        "actor_kind": "system",
    }
    places = [
        (number % 400 + 1_000, None) if number % 2 else (None, number % 400 + 1_000)
        for number in range(8_000)
    ]
    rows = [
        common | {"account_id": account_id, "contact_id": contact_id} for account_id, contact_id in places
    ]
    with transaction():
        for start in range(0, len(rows), 500):
            Event.insert_many(rows[start : start + 500]).execute()


def test_an_index_finds_each_branch(cast):
    fill_with_others()
    here, people = plans(cast.a)
    for plan in (here, people):
        assert not re.search(r"SCAN (TABLE )?(event|t1)|Seq Scan", plan), plan
    assert "event_account_id_id" in here
    assert "event_contact_id_account_id_id" in people
