"""Lines of history about what has no row of its own."""

import pytest
from peewee import IntegerField, IntegrityError, SqliteDatabase

from models.base.clock import now
from models.base.database import db, transaction
from models.base.event import EFFECTS, Event
from models.clients.contact import Contact
from models.history.account_as_of import AccountAsOf
from models.history.take_back import events_of
from models.history.undo import reverse
from models.staff.sign_in import SignIn
from tests.support import digest


def test_what_has_no_row_is_logged_with_who_and_details(cast):
    made = Event.log("export.made", cast.olga, "Kunder", what="accounts", rows=12, address="192.0.2.7")
    told = Event.get_by_id(made.id)
    assert (told.noun, told.kind, told.effect, told.subject_id) == ("export", "export.made", "logged", 0)
    assert told.effect in EFFECTS
    assert (told.actor_kind, told.actor_id, told.actor_name) == ("user", cast.olga.id, cast.olga.name)
    assert (told.user_id, told.account_id, told.contact_id) == (cast.olga.id, None, None)
    assert told.subject_name == "Kunder"
    assert told.values == {"what": [None, "accounts"], "rows": [None, 12], "address": [None, "192.0.2.7"]}
    assert told.details == {"what": "accounts", "rows": 12, "address": "192.0.2.7"}


def test_a_contact_and_nobody_are_no_users(cast):
    contact = Contact.get()
    by_contact = Event.log("sign_in.failed", contact, "x" * 300, account_id=cast.a.id)
    assert (by_contact.actor_kind, by_contact.actor_id, by_contact.user_id) == ("contact", contact.id, None)
    assert len(Event.get_by_id(by_contact.id).subject_name) == 255
    by_nobody = Event.get_by_id(Event.log("sign_in.failed").id)
    assert (by_nobody.actor_kind, by_nobody.actor_id, by_nobody.actor_name) == ("system", None, "")


def test_what_was_logged_is_neither_undone_nor_in_the_way(cast):
    with transaction() as action:
        cast.a.amend(cast.olga, city="Skive")
        Event.log("export.made", cast.olga, account_id=cast.a.id)
    assert [event.kind for event in events_of(action)] == ["account.changed"]
    reverse(action, cast.olga)
    assert cast.a.city != "Skive"


def test_what_was_logged_changes_no_past(cast):
    before = now()
    Event.log("access.broke_glass", cast.olga, account_id=cast.a.id, name="Anders And")
    assert AccountAsOf(cast.a, before).account.name == cast.a.name


def test_the_log_has_no_foreign_key_to_anybody(cast):
    SignIn.start(cast.nils)
    event = Event.log("sign_in.succeeded", cast.nils, factor="password")
    cast.nils.delete_instance()
    assert Event.get_by_id(event.id).actor_name == "Nils Juhl"


@pytest.mark.parametrize("details", [{}, {"note": "Ærø “ø” \u2028"}])
def test_details_keep_any_text(cast, details):
    assert Event.get_by_id(Event.log("export.made", **details).id).details == details


def test_a_refusal_alone_leaves_the_database_as_it_was_for_tests(cast):
    before = digest.digest()
    Event.log("refusal.made", cast.nils)
    assert digest.digest() == before
    Event.log("export.made", cast.nils)
    assert digest.digest() != before


# Append-only (ASVS 16.4.2): what the program itself could do wrong, asked of the database.


def refused(query) -> bool:
    """Whether the database lets nobody do this, and nothing of it is done."""
    before = digest.digest()
    try:
        with transaction():
            query.execute()
    except IntegrityError:
        assert digest.digest() == before
        return True
    return False


@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize("field", [field.name for field in Event._meta.sorted_fields if field.name != "id"])
def test_no_line_is_ever_changed(cast, field):
    value = now() if field == "at" else 7 if isinstance(getattr(Event, field), IntegerField) else "x"
    assert refused(Event.update({field: value}).where(Event.id == Event.newest_id()))


@pytest.mark.asvs("16.4.2")
def test_no_line_is_ever_deleted(cast):
    cast.a.record("changed", "changed", cast.olga, {})
    Contact.get().amend(cast.olga, city="Skive")
    Event.log("sign_in.failed")
    Event.log("refusal.made", cast.nils, account_id=987_654)
    for event in Event.select():
        assert refused(Event.delete().where(Event.id == event.id)), event.kind
    assert refused(Event.delete())
    assert refused(Event.delete().where(Event.account_id == cast.old.id))  # archived only


@pytest.mark.asvs("16.4.2")
def test_the_table_is_not_emptied_at_once(cast):
    if not isinstance(db.obj, SqliteDatabase):  # which has no such statement
        with pytest.raises(IntegrityError):
            db.execute_sql("TRUNCATE event")


def test_what_is_in_the_bin_may_go(cast):
    """By deleting for good alone: tests/models/processes/test_bin_expiry.py."""
    cast.old.bin(cast.olga)
    assert not refused(Event.delete().where(Event.account_id == cast.old.id))
