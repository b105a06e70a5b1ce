"""The Info tab: the account and its contacts."""

import re

from models.clients.account_relation import AccountRelation
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from models.clients.linked_address import MutedNotification
from models.clients.linking import link_contact
from models.clients.tag import Tag


def info(browser, account, language="en") -> str:
    return browser.get(f"/accounts/{account.id}/info?lang={language}").text


def test_the_mail_links_are_exactly_the_linked_addresses(browse, cast):
    page = info(browse(cast.alice), cast.a)
    assert re.findall(r'href="mailto:([^"]*)"', page) == [
        "anna@a.example",
        "anna.privat@a.example",
        "aase@a.example",
    ]


def test_contacts_stand_in_danish_order(browse, cast):
    page = info(browse(cast.alice), cast.a)
    assert page.index("Anna Østergaard") < page.index("Åse Lund")


def test_switches_tell_their_state_and_post_the_other(browse, cast):
    page = info(browse(cast.rikke), cast.a)
    row = cast.address("anna@a.example")
    button = re.search(rf'<button[^>]*id="linked-address-{row.id}-login"[^>]*>', page)[0]
    assert 'role="switch"' in button
    assert 'aria-checked="true"' in button
    assert 'aria-label="LOGIN anna@a.example"' in button
    assert 'value="0"' in button


def test_without_the_right_a_switch_only_shows_its_state(browse, cast):
    page = info(browse(cast.alice), cast.a)
    switches = re.findall(r'<button[^>]*role="switch"[^>]*>', page)
    assert len(switches) == 4 * 3
    assert all("disabled" in each for each in switches)
    assert "/linked-addresses/" not in re.sub(
        "/linked-addresses/[0-9]+/preview", "", page
    )  # which is reading


def test_an_archived_account_has_no_live_switches(browse, cast):
    assert "/linked-addresses/" not in info(browse(cast.olga), cast.old)


def test_the_account_is_told_with_what_is_known_of_it(browse, cast):
    Tag.add(cast.olga, name="Moms kvartal").put_on(cast.a, cast.olga)
    role = AccountRole.create(name="Revisor")
    AccountRoleHolder.add(cast.olga, account=cast.a, role=role, user=cast.adam)
    field = CustomField.add(cast.olga, set="account", label="Branche", type="text")
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    page = info(browse(cast.alice), cast.a)
    for text in ("Moms kvartal", "Revisor", "Adam Birk", "Branche", "Byggeri", "Alice Dam"):
        assert text in page


def test_a_sensitive_value_is_masked(browse, cast):
    field = CustomField.add(cast.olga, set="account", label="CPR", type="sensitive")
    FieldValue.of(cast.a, field).fill(cast.olga, "010190-1234")
    page = info(browse(cast.olga), cast.a)
    assert "CPR" in page
    assert "010190" not in page


def test_related_clients_are_those_the_reader_may_see(browse, cast):
    link_contact(cast.b, cast.address("aase@a.example").address.contact, cast.olga)
    assert "Bageriet Bøgh" in info(browse(cast.olga), cast.a)
    assert "shared contact: Åse Lund" in info(browse(cast.olga), cast.a)
    assert "Bageriet Bøgh" not in info(browse(cast.alice), cast.a)


def test_typed_relations_are_those_the_reader_may_see(browse, cast):
    AccountRelation.add(cast.olga, account=cast.a, related=cast.b, kind="owns", percentage_hundredths=6_000)
    assert "60%" in info(browse(cast.olga), cast.a).replace("\xa0", "").replace(" %", "%")
    assert "Bageriet Bøgh" not in info(browse(cast.alice), cast.a)


def test_a_website_is_never_a_script(browse, cast):
    cast.a.amend(cast.olga, website="javascript:alert(1)")
    assert 'href="javascript:' not in info(browse(cast.alice), cast.a)


def test_what_is_known_of_a_contact_stands_with_it(browse, cast):
    anna = cast.address("anna@a.example").link.contact
    anna.amend(cast.olga, street="Nørregade 12", postal_code="8000", city="Aarhus C")
    for label, kind, value in (
        ("Fødselsdag", "date", "1980-02-29"),
        ("CPR-nummer", "sensitive", "310280-0000"),
    ):
        field = CustomField.add(cast.olga, set="contact", label=label, type=kind)
        FieldValue.of(anna, field).fill(cast.olga, value)
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/info?lang=en").text
    assert "Nørregade 12, 8000 Aarhus C" in page
    assert "29 Feb 1980" in page
    assert "CPR-nummer" in page
    assert "310280" not in page


def test_the_types_that_an_address_does_not_get_are_named(browse, cast):
    row = cast.address("anna@a.example")
    row.turn("notify", True, cast.olga)
    MutedNotification.add(cast.olga, linked_address=row, type="reminders")
    assert "all but: reminders" in browse(cast.alice).get(f"/accounts/{cast.a.id}/info?lang=en").text
