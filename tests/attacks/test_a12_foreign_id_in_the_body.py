"""A12, SupportCandy CVE-2026-1251: another's record was named inside one's own form (ASVS 8.2.2, 15.3.3)."""

import pytest

from models.base.clock import now
from models.clients.account_role import AccountRole
from models.clients.contact import Address, Contact, Phone
from models.clients.merge import Merge
from models.staff.user import User
from tests.support import digest

pytestmark = pytest.mark.asvs("8.2.2")


def refused(browser, path, fields) -> int:
    before = digest.digest()
    response = browser.post(path, data=fields)
    assert digest.digest() == before, path
    return response.status_code


def test_a_foreign_client_cannot_be_merged_in(browse, cast):
    for kind, mine, theirs in (("account", cast.a.id, cast.b.id), ("contact", 1, 3)):
        for keep, gone in ((mine, theirs), (theirs, mine), (mine, 987_654)):
            fields = {"kind": kind, "keep": keep, "gone": gone}
            assert refused(browse(cast.rikke), "/merges", fields) == 404
    assert Merge.select().count() == 0


def test_nobody_who_has_left_or_does_not_exist_comes_onto_a_team(browse, cast):
    User.update(deactivated_at=now()).where(User.email == "bob@firma.example").execute()
    for user_id in (cast.bob.id, 987_654, 2**31, -1, "x"):
        path = f"/accounts/{cast.a.id}/assignments"
        assert refused(browse(cast.rikke), path, {"user_id": user_id}) == 422


def test_a_role_that_does_not_exist_names_nobody(browse, cast):
    role = AccountRole.add(cast.olga, name="Revisor", position=1)
    path = f"/accounts/{cast.a.id}/role-holders"
    for fields in ({"role_id": 987_654, "user_id": cast.alice.id}, {"role_id": role.id, "user_id": 987_654}):
        assert refused(browse(cast.rikke), path, fields) in (400, 404, 422)


def test_lines_of_another_persons_phones_and_addresses_stay_theirs(browse, cast):
    """A person's form holds the ids of its lines: those of somebody else are no lines of it."""
    cast.rikke.grant("manage_contacts", cast.olga)
    bent = Contact.get(Contact.first_name == "Bent")
    phone, address = Phone.of([bent.id]).get(), Address.of([bent.id]).get()
    browse(cast.rikke).post(
        "/contacts/1",
        data={
            "seen": "2147483647",
            "first_name": "Anna",
            "phones-0-id": phone.id,
            "phones-0-number": "20 30 40 50",
            "addresses-0-id": address.id,
            "addresses-0-email": "stjaalet@a.example",
        },
    )
    assert Phone.get_by_id(phone.id) == phone
    assert Phone.get_by_id(phone.id).number == phone.number
    kept = Address.get_by_id(address.id)
    assert (kept.email, kept.contact_id) == ("bent@b.example", bent.id)


def test_the_way_back_leads_to_no_client_of_others(browse, cast):
    cast.rikke.grant("manage_contacts", cast.olga)
    fields = {"seen": "2147483647", "first_name": "Anna", "back": cast.b.id, "accepted": ""}
    response = browse(cast.rikke).post("/contacts/1", data=fields)
    assert f"/accounts/{cast.b.id}" not in str(response.headers) + response.text
