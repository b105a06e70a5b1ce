"""The contacts list, the finder and the picker find people as the search does: by the table in models/base/folding.py."""

import pytest

from models.clients.contact import Contact, Phone
from models.clients.contact_list import found_by
from tests.search_index.test_table import table


@pytest.mark.parametrize("kind", ["person", "address", "phone"])
def test_what_the_table_says_is_found_in_the_list_too(cast, kind):
    for kind_, stored, typed in table():
        if kind_ != kind:
            continue
        first, _, last = stored.rpartition(" ") if kind == "person" else ("Zoe", "", "Zebra")
        emails = [stored] if kind == "address" else []
        contact = Contact.meet(cast.olga, first_name=first, last_name=last, emails=emails)
        if kind == "phone":
            Phone.create(contact=contact, number=stored)
        for query in typed:
            assert Contact.select().where(found_by(query), Contact.id == contact.id).exists(), (query, stored)


def test_no_other_address_is_found(cast):
    for email in (
        "per@rødgrød.example",
        "per+moms@dam.example",
        "per@dam.example.org",
        "hans.per@dam.example",
    ):
        Contact.meet(cast.olga, first_name=email, emails=[email])
    for query, expected in (
        ("per@dam.example", {"per+moms@dam.example", "per@dam.example.org", "hans.per@dam.example"}),
        ("per@rodgrod.example", {"per@rødgrød.example"}),
        ("per@redgrod.example", set()),
        ("per+moms@dam.example", {"per+moms@dam.example", "per@dam.example.org", "hans.per@dam.example"}),
        ("p%r@dam.example", set()),
    ):
        assert {each.first_name for each in Contact.select().where(found_by(query))} == expected, query
