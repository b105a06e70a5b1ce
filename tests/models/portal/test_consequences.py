"""What is asked before a switch is turned (rule Switches 7), and how many questions that takes."""

import pytest

from models.base.clock import now
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.documents.document import Document
from models.portal.consequences import InPortal
from tests.support.visiting import give_access


def asked_of(*accounts) -> InPortal:
    return InPortal(list(LinkedAddress.on_accounts([account.id for account in accounts])))


def test_documents_are_those_of_the_rows_own_account(cast):
    for account, number in ((cast.a, 2), (cast.b, 1)):
        for _number in range(number):
            Document.create(
                account=account, name="Bilag.pdf", mime_type="application/pdf", size=1, shared_at=now()
            )
    portal = asked_of(cast.a, cast.b)
    rows = [cast.address(email) for email in ("anna@a.example", "anna.privat@a.example", "bent@b.example")]
    assert [portal.documents(row) for row in rows] == [2, 2, 1]


def test_places_left_are_those_that_are_not_turned_off_along(cast):
    here = give_access(cast.address("aase@a.example"))
    link_contact(cast.b, here.link.contact, cast.olga)
    there = next(row for row in LinkedAddress.on(cast.b) if row.address_id == here.address_id)
    there.turn("login", True, cast.olga)
    portal = asked_of(cast.a)
    assert [place.id for place in portal.places_left(here)] == [there.id]
    assert portal.places_left(here, {there.id}) == []


def test_the_other_address_of_the_same_person_signs_too(cast):
    anna, private = cast.address("anna@a.example"), cast.address("anna.privat@a.example")
    portal = asked_of(cast.a)
    assert portal.signs_besides(private).id == anna.id
    assert portal.signs_besides(anna) is None
    assert portal.signs_besides(private, {anna.id}) is None
    assert portal.signs_besides(cast.address("aase@a.example")) is None


@pytest.mark.parametrize("names", ["ab", "a", ""])
def test_it_is_two_queries_for_any_number_of_clients(cast, queries, names):
    rows = list(LinkedAddress.on_accounts([getattr(cast, name).id for name in names]))
    with queries() as seen:
        InPortal(rows)
    assert len(seen) == 2
