"""The cast of every test: one firm, its staff and its clients. People keep their parts in all tests."""

from models.base.password import hash_password
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.custom_field import CustomField
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.clients.new_client import open_client
from models.portal.invitation import Invitation
from models.staff.firm import Firm
from models.staff.user import RIGHTS, User

PASSWORD = "en lang og hemmelig sætning"

# name → (full name, role, rights)
STAFF = {
    "olga": ("Olga Ågesen", "owner", ()),
    "adam": ("Adam Birk", "admin", ()),
    "alice": ("Alice Dam", "employee", ()),
    "bob": ("Bob Eriksen", "employee", ()),
    "mona": ("Mona Friis", "employee", ("view_all_accounts", "manage_accounts", "manage_contacts")),
    "rikke": ("Rikke Gram", "employee", ("manage_accounts",)),
    "erik": ("Erik Holst", "employee", tuple(right for right in RIGHTS if right != "view_all_accounts")),
    "vera": ("Vera Iversen", "employee", RIGHTS),
    "nils": ("Nils Juhl", "employee", ()),
}

FIELDS = {"account": "Særlige aftaler", "contact": "Kaldenavn"}
ACCOUNTS = {"a": "Østergaard Byg ApS", "b": "Bageriet Bøgh", "old": "Lukket Kro I/S"}


def fill():
    """Tell the firm into an empty database: Alice and Rikke are on A, Bob and Erik on B, Nils on nothing."""
    staff = {
        name: User.hire(None, full_name, f"{name}@firma.example", role, PASSWORD, rights)
        for name, (full_name, role, rights) in STAFF.items()
    }
    olga = staff["olga"]
    Firm.add(olga, id=Firm.THE_ONLY, name="Regnskabshuset Nord")
    a = _account(olga, "a", [staff["alice"], staff["rikke"]], "Anna", "Østergaard", "anna", "anna.privat")
    link_contact(a, Contact.meet(olga, first_name="Åse", last_name="Lund", emails=["aase@a.example"]), olga)
    _account(olga, "b", [staff["bob"], staff["erik"]], "Bent", "Bøgh", "bent")
    old = _account(olga, "old", [staff["alice"], staff["rikke"]], "Kaj", "Kro", "kaj")
    old.archive(olga)
    for set_, label in FIELDS.items():
        CustomField.define(olga, set=set_, label=label, type="text")
    _let_in(next(iter(LinkedAddress.on(a))), olga)


def _account(olga, part, team, first_name, last_name, *mailboxes):
    emails = [f"{mailbox}@{part}.example" for mailbox in mailboxes]
    contact = {"first_name": first_name, "last_name": last_name, "emails": emails, "phone": "33 12 34 56"}
    return open_client(olga, type="company", name=ACCOUNTS[part], contact=contact, team=team)


def _let_in(row: LinkedAddress, olga):
    row.turn("login", True, olga)
    Invitation.send(row, olga).accept(hash_password(PASSWORD))


class Cast:
    """Everybody by name, read from the database at every mention: cast.olga … cast.a, cast.b, cast.old.

    Olga owns, Adam administers. Employees: Alice on A and old without rights; Bob on B without; Mona sees all and
    manages accounts and contacts; Rikke on A and old manages accounts; Erik on B has every right but to see all;
    Vera has every right; Nils has nothing. B is foreign to Alice, A to Bob; old is archived. Each set of custom fields has one text, empty.
    """

    def __getattr__(self, name: str):
        if name in STAFF:
            return User.get(User.email == f"{name}@firma.example")
        if name in ACCOUNTS:
            return Account.get_by_id([*ACCOUNTS].index(name) + 1)  # by id, so that tests may rename them
        raise AttributeError(name)

    def address(self, email: str) -> LinkedAddress:
        """The linked address of one of the e-mail addresses, such as anna@a.example."""
        rows = (row for account in Account.select() for row in LinkedAddress.on(account))
        return next(row for row in rows if row.address.email == email)
