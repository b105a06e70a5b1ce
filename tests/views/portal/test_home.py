"""The first page of the portal."""

from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from tests.support.visiting import enter, give_access


def test_with_one_account_it_is_that_one(client, cast):
    give_access(cast.address("aase@a.example"))
    enter(client, "aase@a.example")
    assert client.get("/portal").location == f"/portal/accounts/{cast.a.id}/documents"


def test_with_several_it_lists_ones_own_and_no_others(client, cast):
    row = give_access(cast.address("aase@a.example"))
    cast.old.reactivate(cast.olga)
    link_contact(cast.b, row.link.contact, cast.olga)
    link_contact(cast.old, row.link.contact, cast.olga)
    for account in (cast.b, cast.old):
        on = next(each for each in LinkedAddress.on(account) if each.address.email == "aase@a.example")
        on.turn("login", True, cast.olga)
    cast.old.archive(cast.olga)
    page = enter(client, "aase@a.example").get("/portal").text
    assert cast.a.name in page
    assert cast.b.name in page
    assert cast.old.name not in page  # archived
