"""What the step that encrypted sensitive values made of those that were there."""

import importlib

import pytest

from models.base.database import db
from models.clients.contact import Address
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from models.clients.custom_value import CustomValue
from tests.models.clients.test_contact_value import everything_kept

STEP = importlib.import_module("migrations.0003_custom_fields")
KEEPING = importlib.import_module("migrations.0017_append_only_history")


@pytest.fixture
def database(database):
    """The history could still be rewritten then."""
    KEEPING.let_go(db.obj)
    return database


def test_sensitive_values_are_encrypted_in_the_history_too(cast):
    secret = CustomField.define(cast.olga, set="account", label="NemKonto", type="sensitive")
    value = CustomValue.add(cast.olga, field=secret, account=cast.a, value="010190-1234")
    value.amend(cast.olga, value="020290-5678")
    STEP.up(None, db.obj)
    assert "010190-1234" not in everything_kept()
    assert "020290-5678" not in everything_kept()
    fact = FieldValue.of(cast.a, secret)
    assert fact.reveal(cast.olga) == "020290-5678"
    old, _new = [fact.change(event) for event in fact.changes()][1]
    fact.row.amend(cast.olga, value=old)
    assert FieldValue.of(cast.a, secret).value == old


def test_an_address_that_was_held_twice_stands_in_its_field(cast):
    private = CustomField.define(cast.olga, set="contact", label="Privat e-mail", type="email")
    anna = cast.address("anna@a.example").address.contact
    CustomValue.add(cast.olga, field=private, contact=anna, value="Anna.Privat@a.example")
    STEP.up(None, db.obj)
    assert Address.get(Address.email == "anna.privat@a.example").field == private
    assert FieldValue.of(anna, private).value == "anna.privat@a.example"
    assert not CustomValue.select().exists()
