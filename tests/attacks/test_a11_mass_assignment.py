"""A11, Vvveb CVE-2026-34427 (`role_id=1`), Cerebrate CVE-2026-53911 (`id`), FreeScout CVE-2026-40569 (ASVS 15.3.3, 8.2.3).

Every column of a model is sent to its form with a hostile value: only what the form asks for changes.
"""

import pytest
from peewee import ForeignKeyField

from models.clients.account import Account
from models.clients.account_relation import AccountRelation
from models.clients.account_role import AccountRole
from models.clients.contact import Contact
from models.clients.custom_field import CustomField
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.tag import Tag
from models.staff.user import Right, User
from tests.support import rows
from tests.test_conventions_requests import first

pytestmark = pytest.mark.asvs("15.3.3", "8.2.3")

NEVER = {"sort_key", "last_name_key", "folded_name", "email_folded"}  # derived from what the form asks for
ADDRESS = {"street", "postal_code", "city", "country"}
# The form's address → the model of its row, and the columns that the form asks for.
FORMS = {
    "/accounts/1": (
        Account,
        {"name", "name_typed_at", "type", "phone", "website", "registration_number"} | ADDRESS,
    ),
    "/contacts/1": (Contact, {"first_name", "last_name", "language"} | ADDRESS),
    "/settings/tags/{tag}": (Tag, {"name", "colour"}),
    "/settings/custom-fields/{field}": (CustomField, {"label", "type", "choices", "required"}),
    "/settings/account-roles/{role}": (AccountRole, {"name"}),
    "/accounts/1/links/{link}/description": (Link, {"description"}),
    "/accounts/1/linked-addresses/{row}/notify": (LinkedAddress, {"notify_at"}),
    "/accounts/1/relations/{relation}": (
        AccountRelation,
        {"account", "related", "kind", "percentage_hundredths"},
    ),
    "/preferences": (User, {"theme", "language"}),
}
TYPED = {
    "name": "Nyt navn",
    "first_name": "Anna",
    "label": "Nyt felt",
    "type": "company",
    "country": "DK",
    "colour": "green",
    "theme": "dark",
    "language": "en",
    "kind": "owns",
    "seen": "2147483647",
    "accepted": "",
}


def hostile(model) -> dict:
    """A value for every column of a model that would do harm."""
    sent = {}
    for field in model._meta.sorted_fields:
        foreign = isinstance(field, ForeignKeyField)
        sent[field.name] = sent[field.column_name] = "2" if foreign else "2026-01-01T00:00:00+00:00"
    return sent | {
        "id": "999",
        "role": "owner",
        "role_id": "1",
        "rights": "view_all_accounts",
        "is_admin": "1",
    }


@pytest.mark.parametrize("form", FORMS)
def test_only_the_fields_of_the_form_change(browse, cast, form):
    model, asked_for = FORMS[form]
    rows.add(cast.a, cast.olga, 1)
    path = form.format(
        tag=Tag.get().id,
        field=CustomField.get().id,
        role=AccountRole.get().id,
        link=Link.of_account(cast.a).get().id,
        row=LinkedAddress.on(cast.a).get().id,
        relation=first(AccountRelation.select().where(AccountRelation.account == cast.a)),
    )
    before = {row.id: dict(row.__data__) for row in model.select()}
    roles = [(user.id, user.role) for user in User.select().order_by(User.id)]
    response = browse(cast.olga).post(path, data=hostile(model) | TYPED | {"on": "1"})
    assert response.status_code < 500
    after = {row.id: dict(row.__data__) for row in model.select()}
    assert after.keys() == before.keys(), "an id came out of the form"
    for row_id, values in after.items():
        changed = {name for name in values if values[name] != before[row_id][name]}
        assert changed <= asked_for | NEVER, path
    assert [(user.id, user.role) for user in User.select().order_by(User.id)] == roles


@pytest.mark.parametrize("name", ["alice", "rikke", "adam"])
def test_nobody_writes_a_role_or_a_right_into_the_own_settings(browse, cast, name):
    fields = {
        "theme": "dark",
        "role": "owner",
        "rights": ["manage_tags"],
        "password_hash": "x",
        "deactivated_at": "",
    }
    before = [(row.user_id, row.name) for row in Right.select().order_by(Right.id)]
    role, hashed = getattr(cast, name).role, getattr(cast, name).password_hash
    assert browse(getattr(cast, name)).post("/preferences", data=fields).status_code == 303
    assert (getattr(cast, name).role, getattr(cast, name).password_hash) == (role, hashed)
    assert [(row.user_id, row.name) for row in Right.select().order_by(Right.id)] == before


def test_a_new_client_is_born_with_what_its_form_asks_for(browse, cast):
    fields = hostile(Account) | {
        "type": "company",
        "name": "Ny ApS",
        "first_name": "Ny",
        "idempotency_key": "",
    }
    for name in ("phone", "email", "registration_number"):
        fields[name] = ""
    assert browse(cast.rikke).post("/accounts", data=fields).status_code == 303
    made = Account.select().order_by(Account.id.desc()).get()
    assert made.id != 999
    assert (made.archived_at, made.binned_at, made.merged_into_id, made.last_login_at) == (None,) * 4
    assert [user.id for user in made.team] == [cast.rikke.id]
