"""The world of the matrix: four clients in four states, everybody of personas.py, and threads between them to leak along.

Own and foreign share a person, a mailbox and a typed relation, and have likenesses; each has a row of every kind.
"""

from hashlib import sha256

from models.base.clock import now
from models.clients.account import Account, Assignment
from models.clients.account_relation import AccountRelation
from models.clients.account_role import AccountRole
from models.clients.contact import Contact
from models.clients.custom_field import CustomField
from models.clients.default_member import DefaultMember
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.clients.merge import Merge
from models.clients.new_client import open_client
from models.clients.portal_user import PortalSession, PortalUser
from models.clients.tag import Tag
from models.merging.merging import merge
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from models.processes.bulk import BulkRequest
from models.processes.bulk_change import BulkChange
from models.staff.firm import Firm
from models.staff.sign_in import IDLE, SignIn
from models.staff.user import User
from models.teams.access_request import AccessRequest
from models.teams.cover import Cover
from models.teams.staff_invitation import StaffInvitation
from tests.matrix import canaries
from tests.matrix.personas import PERSONAS, Persona
from tests.support.browsing import sign_in
from tests.support.visiting import give_access
from tests.test_conventions_requests import CHILDREN, NOBODYS, furnish

STATES = ("own", "foreign", "archived", "deleted", "nonexistent")
PASSWORD = "en lang og hemmelig sætning"
BOB = "Bob Eriksen"  # who works on the foreign client


class World:
    """The facts of the world as the oracle knows them; numbers and words only, read once when it was made."""

    def __init__(self):
        self.ids = {}  # state → account id
        self.users = {}  # persona → user id
        self.cookies = {}  # persona → {cookie: value}
        self.children = {}  # state → {parameter: id}

    # Making it

    def make(self, app):
        """Tell the world into an empty database."""
        olga = User.hire(None, "Olga Ågesen", "owner@firma.example", "owner", PASSWORD)
        Firm.add(olga, id=Firm.THE_ONLY, name="Regnskabshuset Nord")
        staff = self._hire(olga)
        bob = User.hire(olga, BOB, "bob@firma.example", "employee", PASSWORD)
        for number, state in enumerate(STATES[:-1], 1):
            team = [staff[each.name] for each in PERSONAS if each.kind == "staff" and state in each.on]
            self._open_client(olga, state, number, team or [bob])
        for state, account_id in self.ids.items():
            furnish(app, Account.get_by_id(account_id), olga, [*self.ids].index(state) + 1)
        canaries.plant()
        self._tie(olga, staff)
        self._let_in(olga)
        self._end(olga, staff)
        canaries.plant()
        self._read(app)
        self._sign_in(app, staff)

    def _hire(self, olga) -> dict[str, User]:
        hired = {}
        for number, each in enumerate(PERSONAS):
            if each.kind == "staff":
                hired[each.name] = User.hire(
                    olga, f"Kollega {each.name}", f"p{number}@firma.example", each.role, PASSWORD, each.rights
                )
                self.users[each.name] = hired[each.name].id
        return hired

    def _open_client(self, olga, state, number, team):
        contact = {
            "first_name": f"Kunde{number}",
            "last_name": "Lund",
            "emails": [f"kunde@{state}.example", f"inviteret@{state}.example", f"fratraadt@{state}.example"],
            "phone": "33 12 34 56",
        }
        account = open_client(olga, type="company", name=f"Firma {number} ApS", contact=contact, team=team)
        self.ids[state] = account.id

    def _tie(self, olga, staff):
        """What own and foreign have in common, and what was done to both sides of the wall."""
        own, foreign = (Account.get_by_id(self.ids[state]) for state in ("own", "foreign"))
        AccountRelation.relate(olga, own, foreign, "parent_of")
        AccountRelation.relate(olga, foreign, own, "owns", 4_000)
        both = Contact.meet(olga, first_name="Begge", last_name="Steder", emails=["begge@faelles.example"])
        link_contact(own, both, olga, "revisor her")
        link_contact(foreign, both, olga, "revisor der")
        manager = staff["employee assigned, manages"]
        for account, actor, name in ((own, manager, "own"), (foreign, olga, "foreign")):
            AccessRequest.ask(staff["employee none"], account.id, "Ferie")
            change = BulkChange.prepare(BulkRequest("type", [account.id], type="other"), actor)
            gone = open_client(
                olga, type="other", name=f"Før {name}", contact={"first_name": "Ib"}, team=list(account.team)
            )
            made = merge(account, gone, olga)
            self.children[name] = {"bulk_change_id": change.id, "merge_id": made.id}

    def _let_in(self, olga):
        for row in LinkedAddress.on_accounts(list(self.ids.values())):
            mailbox = row.address.email.partition("@")[0]
            if mailbox in ("kunde", "begge", "fratraadt"):
                give_access(row)
            elif mailbox == "inviteret":
                row.turn("login", True, olga)
                Invitation.send(LinkedAddress.get_by_id(row.id), olga, "Velkommen")

    def _end(self, olga, staff):
        """Archived, binned, unassigned, deactivated, revoked: with sessions that were live until now."""
        self._enter()
        for row in LinkedAddress.on_accounts(list(self.ids.values())):
            if row.address.email.startswith("fratraadt"):
                row.turn("login", False, olga)
        for state in ("archived", "deleted"):
            Account.get_by_id(self.ids[state]).archive(olga)
        Account.get_by_id(self.ids["deleted"]).bin(olga)
        gone = staff["employee unassigned a second ago"]
        for state in ("own", "foreign"):
            account = Account.get_by_id(self.ids[state])
            account.assign(gone, olga)
            account.unassign(gone, olga)

    def _enter(self):
        for name, email in (
            ("portal A", "kunde@own.example"),
            ("portal A and B", "begge@faelles.example"),
            ("portal B", "kunde@foreign.example"),
            ("portal revoked", "fratraadt@own.example"),
            ("portal archived", "kunde@archived.example"),
        ):
            self.cookies[name] = {"portal": PortalSession.start(PortalUser.of(email))}

    def _sign_in(self, app, staff):
        for name, user in staff.items():
            client = app.test_client()
            token = sign_in(client, user)
            self.cookies[name] = {"session": client.get_cookie("session").value}
            hashed = SignIn.token_hash == sha256(token.encode()).hexdigest()
            if name == "owner idle":
                SignIn.update(seen_at=now() - IDLE).where(hashed).execute()
            if name == "owner expired":
                SignIn.update(expires_at=now()).where(hashed).execute()
        names = {user.id: name for name, user in staff.items()}
        self._makers_of["sign_in_id"] = {row.id: names.get(row.user_id) for row in SignIn.select()}
        User.update(deactivated_at=now()).where(User.id == staff["employee deactivated"].id).execute()
        invited = LinkedAddress.on_accounts([self.ids["own"]])
        invitation = Invitation.open_ones([row.id for row in invited]).get()
        self.cookies["portal invited"] = {"portal": invitation.token}

    # Reading it

    def _read(self, app):
        names = {user_id: name for name, user_id in self.users.items()}
        self.teams = {}
        for row in Assignment.select():
            if row.until_at is None and row.user_id in names:
                self.teams.setdefault(row.account_id, set()).add(names[row.user_id])
        self.accounts = {row.id: row for row in Account.select()}
        self.places = {}
        for link in Link.select():
            self.places.setdefault(link.contact_id, set()).add(link.account_id)
        self._accounts_of = {
            "access_request_id": {row.id: row.account_id for row in AccessRequest.select()},
            "outbox_id": {row.id: row.account_id for row in Outbox.select()},
            "merge_id": {row.id: row.kept_id for row in Merge.select()},
        }
        self._makers_of = {
            "bulk_change_id": {row.id: names.get(row.user_id) for row in BulkChange.select()},
            "passkey_id": {},
        }
        self._firms = {
            "tag_id": ids_of(Tag),
            "field_id": ids_of(CustomField),
            "account_role_id": ids_of(AccountRole),
            "default_member_id": ids_of(DefaultMember),
            "staff_invitation_id": ids_of(StaffInvitation),
            "user_id": ids_of(User),
            "outbox_id": {row.id for row in Outbox.select().where(Outbox.account_id.is_null())},
            "cover_id": ids_of(Cover),
        }
        self.contacts = {row.id for row in Contact.select().where(Contact.merged_into.is_null())}
        self._contacts_field = CustomField.of_set("contact").first().id
        self.emails = canaries.owners_of_emails()
        for state, account_id in self.ids.items():
            account = Account.get_by_id(account_id)
            found = {name: find(account) for name, find in CHILDREN.items()}
            own = {
                "contact_id": self._person(account_id),
                "relation_id": self._relation(account),
                "linked_address_id": self._invited(account),
            }
            self.children[state] = found | self.children.get(state, {}) | own
        self.children["nonexistent"] = self.children["own"]
        self.ids["nonexistent"] = NOBODYS

    def _person(self, account_id: int) -> int:
        """Somebody of an account who is nobody of the other side of the wall."""
        walls = {each for state, each in self.ids.items() if each != account_id}
        return min(
            each for each, places in self.places.items() if account_id in places and not places & walls
        )

    def _invited(self, account: Account) -> int:
        rows = LinkedAddress.on(account)
        return next(row.id for row in rows if row.address.email.startswith("inviteret"))

    def _relation(self, account: Account) -> int:
        return min(row.id for row in AccountRelation.select().where(AccountRelation.account == account))

    def child(self, state: str, parameter: str, rule) -> int | str:
        """What stands in an address for a record of the account in a state."""
        if parameter == "field_id" and "contact_id" in rule.arguments:
            return self._contacts_field
        return self.children[state][parameter]

    def account_of(self, parameter: str, record_id: int) -> int | None:
        """The account that a record is about."""
        return self._accounts_of[parameter].get(record_id)

    def maker_of(self, parameter: str, record_id: int) -> str | None:
        """The persona who made a record that is its maker's alone."""
        return self._makers_of[parameter].get(record_id)

    def known(self, parameter: str) -> set[int]:
        """The ids of the firm's records of a kind."""
        return self._firms[parameter]

    def stands(self, account_id: int) -> bool:
        account = self.accounts.get(account_id)
        return account is not None and account.binned_at is None and account.merged_into_id is None

    def archived(self, account_id: int | None) -> bool:
        account = self.accounts.get(account_id)
        return account is not None and account.archived_at is not None

    def rests(self, contact_id: int) -> bool:
        """Whether all the clients of a person are archived (rule Clients 3)."""
        places = self.places.get(contact_id, ())
        return bool(places) and all(self.archived(each) for each in places)

    def works_on(self, persona: Persona, account_id: int) -> bool:
        """Whether an account, where it stands, is open to a member of staff (rule Access 1)."""
        known = account_id in self.accounts
        on_team = persona.name in self.teams.get(account_id, ())
        return known and persona.staff and (on_team or persona.has("view_all_accounts"))

    def opens(self, persona: Persona, account_id: int) -> bool:
        return self.stands(account_id) and self.works_on(persona, account_id)

    def restores(self, persona: Persona, account_id: int) -> bool:
        """Whether it is theirs to bring an account back from the bin (rule Clients 4)."""
        account = self.accounts.get(account_id)
        binned = account is not None and account.binned_at is not None
        return binned and self.works_on(persona, account_id) and persona.has("manage_accounts")

    def portal_accounts(self, persona: Persona) -> set[int]:
        """The accounts that somebody reaches in the portal."""
        mine = {self.ids[state] for state in persona.on if persona.client}
        return {each for each in mine if self.stands(each) and self.accounts[each].archived_at is None}

    def knows(self, persona: Persona, contact_id: int) -> bool:
        """Whether a contact exists for a member of staff (rule Clients 13)."""
        here = any(self.opens(persona, each) for each in self.places.get(contact_id, ()))
        return here or (contact_id in self.contacts and persona.has("view_all_contacts"))


def ids_of(model) -> set[int]:
    return {row.id for row in model.select(model.id)}
