"""Wherever an e-mail address is asked for, one may be pasted from a mail."""

from models.clients.contact import Address, Contact
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from tests.support.cast import PASSWORD
from web.forms import AddressField, BaseForm


def every_form(base=BaseForm):
    for form in base.__subclasses__():
        yield form
        yield from every_form(form)


def test_no_form_asks_for_an_address_in_another_way(app):
    """A field of the browser's e-mail type is an AddressField, which takes what is pasted."""
    fields = [
        (form.__name__, name, field.field_class)
        for form in every_form()
        for name, field in vars(form).items()
        if hasattr(field, "field_class") and "email" in name
    ]
    assert len(fields) > 6
    assert [each for each in fields if not issubclass(each[2], AddressField)] == []


def test_staff_sign_in_with_it(client):
    client.post("/sign-in", data={"email": "Alice A <alice@firma.example>;", "password": PASSWORD})
    assert client.get("/me").status_code == 204


def test_a_new_clients_contact_has_it(browse, cast):
    typed = {"type": "other", "name": "Ny", "first_name": "Ny", "email": '"Person, Ny" <ny@person.example>,'}
    assert browse(cast.olga).post("/accounts", data=typed).status_code == 303
    assert Address.select().where(Address.email == "ny@person.example").exists()


def test_the_contact_form_takes_it(browse, cast):
    anna = Contact.get(Contact.first_name == "Anna")
    form = {"first_name": "Anna", "last_name": "Østergaard", "language": "da", "country": "DK"}
    form |= {
        "seen": anna.seen_event_id,
        "addresses-0-email": "mailto:anna.ny@a.example",
        "addresses-0-id": "",
    }
    assert browse(cast.olga).post(f"/contacts/{anna.id}", data=form).status_code == 303
    assert Address.select().where(Address.email == "anna.ny@a.example", Address.contact == anna).exists()


def test_a_field_of_the_firms_own_takes_it(browse, cast):
    field = CustomField.define(cast.olga, set="account", label="Faktura", type="email")
    path = f"/accounts/{cast.a.id}/custom-values/{field.id}"
    answer = browse(cast.olga).post(path, data={"value": "Bogholderi <faktura@a.example>", "seen": "0"})
    assert answer.status_code == 303
    assert FieldValue.of(cast.a, field).value == "faktura@a.example"
