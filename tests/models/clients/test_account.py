"""Accounts: opening, renaming, archiving, teams and who sees them."""

from datetime import timedelta

import pytest

from models.base.clock import now
from models.base.event import Event
from models.base.search_change import SearchChange
from models.clients.account import Account, EarlierName
from models.clients.account_relation import AccountRelation
from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.linking import link_contact
from models.clients.new_client import open_client
from tests.support.digest import digest

CONTACT = {"first_name": "Søren", "last_name": "Øst", "emails": ["s@x.example"], "phone": "20 12 34 56"}


def names(query) -> set[str]:
    return {account.name for account in query}


def test_an_individual_is_named_after_the_first_contact(cast):
    account = open_client(cast.olga, type="individual", name=" ", contact=CONTACT)
    assert (account.name, account.name_typed_at) == ("Søren Øst", None)


def test_a_typed_name_is_kept(cast):
    account = open_client(cast.olga, type="company", name=" Øst ApS ", contact=CONTACT)
    assert account.name == "Øst ApS"
    assert account.name_typed_at


def test_a_new_account_has_a_contact_a_team_and_a_place_in_the_feed(cast):
    before = SearchChange.latest_id()
    account = open_client(cast.rikke, type="company", name="Øst ApS", contact=CONTACT)
    assert [link.contact.name for link in Link.of_account(account)] == ["Søren Øst"]
    assert [user.name for user in account.team] == [cast.rikke.name]
    assert account.id in {change.account_id for change in SearchChange.after(before)}


def test_the_same_key_opens_one_account(cast):
    first = open_client(cast.olga, type="company", name="A", contact=CONTACT, idempotency_key="k")
    before = digest()
    second = open_client(cast.olga, type="company", name="A", contact=CONTACT, idempotency_key="k")
    assert second.id == first.id
    assert digest() == before


def test_everything_that_opening_made_is_one_action_in_the_history(cast):
    account = open_client(cast.olga, type="company", name="Øst ApS", contact=CONTACT)
    created = Event.get(Event.kind == "account.created", Event.account_id == account.id)
    kinds = {event.kind for event in Event.select().where(Event.action == created.action)}
    made = {"account", "contact", "address", "phone", "link", "linked_address", "assignment"}
    assert kinds == {f"{noun}.created" for noun in made}


def test_a_rename_keeps_the_earlier_name_and_says_old_and_new(cast):
    account, before = cast.a, SearchChange.latest_id()
    account.rename("Ny Byg ApS", cast.mona)
    assert [row.name for row in EarlierName.select()] == ["Østergaard Byg ApS"]
    event = Event.get(Event.kind == "account.renamed")
    assert event.values["name"] == ["Østergaard Byg ApS", "Ny Byg ApS"]
    assert [change.account_id for change in SearchChange.after(before)] == [account.id]


def test_a_rename_to_the_same_name_keeps_no_earlier_name(cast):
    account = cast.a
    account.rename(account.name, cast.mona)
    assert not EarlierName.select().exists()


def test_archiving_twice_is_archiving_once(cast):
    account = cast.a
    account.archive(cast.olga)
    before = digest()
    account.archive(cast.olga)
    assert digest() == before


def test_ids_are_never_handed_out_again(cast):
    newest = open_client(cast.olga, type="company", name="A", contact=CONTACT)
    newest.delete_instance()
    assert open_client(cast.olga, type="company", name="B", contact=CONTACT).id > newest.id


class TestVisibility:
    """Rule Access 1."""

    def test_owner_and_admin_see_all(self, cast):
        everything = {"Østergaard Byg ApS", "Bageriet Bøgh", "Lukket Kro I/S"}
        assert names(Account.visible_to(cast.olga)) == everything
        assert names(Account.visible_to(cast.adam)) == everything

    def test_an_employee_sees_the_accounts_of_their_teams(self, cast):
        assert names(Account.visible_to(cast.alice, cast.alice.rights())) == {
            "Østergaard Byg ApS",
            "Lukket Kro I/S",
        }
        assert names(Account.visible_to(cast.nils, cast.nils.rights())) == set()

    def test_view_all_accounts_sees_all(self, cast):
        assert len(names(Account.visible_to(cast.mona, cast.mona.rights()))) == 3

    def test_a_place_on_a_team_ends_by_itself(self, cast):
        cast.a.assign(cast.nils, cast.olga, until_at=now() + timedelta(seconds=-1))
        assert names(Account.visible_to(cast.nils)) == set()
        cast.a.assign(cast.nils, cast.olga, until_at=now() + timedelta(hours=1))
        assert names(Account.visible_to(cast.nils)) == {"Østergaard Byg ApS"}

    def test_nobody_sees_the_bin(self, cast):
        Account.update(binned_at=now()).where(Account.id == cast.a.id).execute()
        assert "Østergaard Byg ApS" not in names(Account.visible_to(cast.olga))


class TestRelatedAccounts:
    @pytest.fixture
    def shared(self, cast):
        anna = Contact.get(Contact.first_name == "Anna")
        link_contact(cast.b, anna, cast.olga)
        AccountRelation.add(
            cast.olga, account=cast.b, related=cast.a, kind="owns", percentage_hundredths=6_000
        )
        return cast

    def test_a_shared_contact_relates_two_accounts_and_is_named(self, shared):
        (related,) = Link.related_accounts(shared.a, lambda ids: Account.visible_to(shared.olga, among=ids))
        assert (related.name, [each.name for each in related.shared]) == (
            "Bageriet Bøgh",
            ["Anna Østergaard"],
        )

    def test_an_account_that_the_reader_may_not_open_is_not_named(self, shared):
        def seen(ids):
            return Account.visible_to(shared.alice, among=ids)

        assert Link.related_accounts(shared.a, seen) == []
        assert AccountRelation.of_account(shared.a, seen) == []

    def test_a_relation_stands_on_both_ends(self, shared):
        def seen(ids):
            return Account.visible_to(shared.olga, among=ids)

        for account in (shared.a, shared.b):
            (relation,) = AccountRelation.of_account(account, seen)
            assert (relation.account.name, relation.related.name) == ("Bageriet Bøgh", "Østergaard Byg ApS")
