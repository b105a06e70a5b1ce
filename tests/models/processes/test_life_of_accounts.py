"""A firm at work, told at random: whatever happens, the rules of docs/rules.md stand, and the past can be told."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from models.base.archived import AccountArchived
from models.base.clock import at
from models.base.event import Event
from models.clients.account import Account, NotArchived
from models.clients.addresses import Taken, add_address, correct_address, make_primary, remove_address
from models.clients.contact import Address, Contact, Phone
from models.clients.link import LastContact, Link
from models.clients.linked_address import SWITCHES, LinkedAddress, MutedNotification
from models.clients.linking import link_contact, unlink
from models.clients.merge import Merge
from models.clients.new_client import open_client
from models.clients.tag import AccountTag, Tag
from models.history.account_as_of import AccountAsOf
from models.history.undo import Overtaken, reverse
from models.merging.merging import NotMergeable, merge, unmerge

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
NUMBERS = st.integers(0, 1_000)
WORDS = st.sampled_from(["Anna", "Bo", "Åse", "Østergaard", "Lund", "Ny"])
EMAILS = st.sampled_from([f"{name}@firma.example" for name in ("anna", "bo", "kontor", "Anna")])
# What is not told by events: secrets, counters, and what follows from other columns.
RULED = (Account, Contact, Phone, Address, Link, LinkedAddress, MutedNotification, AccountTag, Tag)


def picture(account, links, tags) -> dict:
    """What Info says of an account, whether the present tells it or the past."""
    return {
        "account": account.values(),
        "tags": sorted(tag.name for tag in tags),
        "links": {
            link.contact_id: (
                link.values(),
                link.contact.values(),
                sorted(
                    (row.address.email, row.address.position, *(row.is_on(name) for name in SWITCHES))
                    for row in link.rows
                ),
            )
            for link in links
        },
    }


def present(account: Account) -> dict:
    return picture(account, LinkedAddress.by_contact(account), Tag.of_account(account))


def past(account: Account, instant: datetime) -> dict:
    told = AccountAsOf(account, instant)
    return picture(told.account, told.links, told.tags)


class Firm(RuleBasedStateMachine):
    """Clerks at work; the clock moves a minute with every act."""

    actor = None

    @initialize()
    def open_up(self):
        for model in (Account, Contact, Tag, Merge):
            model.delete().execute()
        self.before = Event.newest_id()  # of firms that are gone; nobody deletes their history
        self.minutes, self.pictures, self.actions = count(1), [], []
        with at(START):
            self.tag = Tag.add(None, name="VIP")
        self._act(lambda: self._open("Anna"))

    def _open(self, name):
        contact = {"first_name": name, "last_name": "Lund", "emails": [f"{name.lower()}@firma.example"]}
        open_client(self.actor, name="", type="individual", contact=contact, team=[self.actor])

    def _act(self, work, *refusals):
        """One act of one person at its own minute; a refusal changes nothing."""
        self.now = START + timedelta(minutes=next(self.minutes))
        last = Event.select().count()
        with at(self.now):
            try:
                work()
            except (AccountArchived, *refusals):
                assert Event.select().count() == last
        newest = Event.select().order_by(Event.id.desc()).first()
        if Event.select().count() > last:
            self.actions.append(newest.action)

    @staticmethod
    def _one(query, number: int):
        rows = list(query)
        return rows[number % len(rows)] if rows else None

    def _account(self, number):
        return self._one(Account.select().where(Account.stands()).order_by(Account.id), number)

    def _contact(self, number):
        return self._one(Contact.select().where(Contact.merged_into.is_null()).order_by(Contact.id), number)

    def _row(self, number):
        rows = LinkedAddress.select().join(Link).join(Account).where(Account.stands())
        return self._one(rows.order_by(LinkedAddress.id), number)

    @rule(name=WORDS)
    def open_a_client(self, name):
        self._act(lambda: self._open(name))

    @rule(a=NUMBERS, c=NUMBERS)
    def link(self, a, c):
        if self._account(a):
            self._act(lambda: link_contact(self._account(a), self._contact(c), None, "kasserer"))

    @rule(a=NUMBERS, n=NUMBERS)
    def unlink(self, a, n):
        account = self._account(a)
        if account:
            self._act(lambda: unlink(self._one(Link.of_account(account), n), None), LastContact)

    @rule(c=NUMBERS, email=EMAILS)
    def add_an_address(self, c, email):
        self._act(lambda: add_address(self._contact(c), email, None), Taken)

    @rule(n=NUMBERS, email=EMAILS)
    def correct_an_address(self, n, email):
        address = self._one(self._addresses(), n)
        if address:
            self._act(lambda: correct_address(address, email, None), Taken)

    @rule(n=NUMBERS)
    def order_addresses(self, n):
        address = self._one(self._addresses(), n)
        if address:
            self._act(lambda: make_primary(address, None))

    @rule(n=NUMBERS)
    def remove_an_address(self, n):
        address = self._one(self._addresses(), n)
        if address:
            self._act(lambda: remove_address(address, None))

    @staticmethod
    def _addresses():
        return Address.select().join(Contact).where(Contact.merged_into.is_null()).order_by(Address.id)

    @rule(n=NUMBERS, switch=st.sampled_from([*SWITCHES]), on=st.booleans())
    def switch(self, n, switch, on):
        row = self._row(n)
        if row:
            self._act(lambda: row.turn(switch, on, None))

    @rule(n=NUMBERS)
    def mute(self, n):
        row = self._row(n)
        if row and not row.muted:
            self._act(lambda: MutedNotification.add(None, linked_address=row, type="reminders"))

    @rule(c=NUMBERS, first=WORDS, last=WORDS)
    def rename_a_person(self, c, first, last):
        self._act(lambda: self._contact(c).rename(first, last, None))

    @rule(a=NUMBERS, name=WORDS)
    def rename_a_client(self, a, name):
        if self._account(a):
            self._act(lambda: self._account(a).rename(name, None))

    @rule(a=NUMBERS)
    def tag_a_client(self, a):
        if self._account(a):
            self._act(lambda: self.tag.put_on(self._account(a), None))

    @rule(a=NUMBERS, verb=st.sampled_from(["archive", "reactivate", "bin"]))
    def let_a_client_rest(self, a, verb):
        if self._account(a):
            self._act(lambda: getattr(self._account(a), verb)(None), NotArchived)

    @rule(n=NUMBERS)
    def take_a_client_from_the_bin(self, n):
        account = self._one(Account.select().where(Account.binned_at.is_null(False)).order_by(Account.id), n)
        if account:
            self._act(lambda: account.recover(None))

    @rule(kept=NUMBERS, gone=NUMBERS, kind=st.sampled_from(["account", "contact"]))
    def make_one_of_two(self, kept, gone, kind):
        find = getattr(self, f"_{kind}")
        if find(kept):
            self._act(lambda: merge(find(kept), find(gone), None), NotMergeable)

    @rule(n=NUMBERS)
    def make_two_of_one(self, n):
        made = self._one(Merge.select().where(Merge.undone_at.is_null()).order_by(Merge.id), n)
        if made:
            self._act(lambda: unmerge(made, None), NotMergeable)

    @precondition(lambda self: self.actions)
    @rule(back=st.integers(1, 3))
    def undo(self, back):
        action = self.actions[-back:][0]
        if not Merge.select().where(Merge.action == action).exists():
            self._act(lambda: reverse(action, None), Overtaken, LastContact)

    @invariant()
    def every_account_has_a_contact(self):
        for account in Account.select().where(Account.merged_into.is_null()):
            assert Link.select().where(Link.account == account).exists()

    @invariant()
    def every_linked_address_has_its_own_switches(self):
        places = Link.select(Link.id, Address.id).join(Address, on=(Address.contact == Link.contact)).tuples()
        standing = LinkedAddress.select(LinkedAddress.link, LinkedAddress.address).tuples()
        assert Counter(places) == Counter(standing)

    @invariant()
    def every_change_has_its_event(self):
        told = {}
        for event in Event.select().where(Event.id > self.before).order_by(Event.id):
            subject = told.setdefault((event.noun, event.subject_id), {})
            if event.effect == "removed":
                del told[event.noun, event.subject_id]
            else:
                subject.update({name: new for name, (_old, new) in event.values.items()})
        for model in RULED:
            standing = {row.id: row.values() for row in model.select()}
            known = {number: values for (noun, number), values in told.items() if noun == model.noun}
            blank = dict.fromkeys(model._meta.fields)
            assert standing == {
                number: {name: (blank | values)[name] for name in standing.get(number, {})}
                for number, values in known.items()
            }, model.noun

    @invariant()
    def as_of_is_what_was(self):
        shown = {account.id: present(account) for account in Account.select().where(Account.stands())}
        self.pictures.append((self.now, shown))
        for instant, then in {self.now: shown, **dict(self.pictures[:: len(self.pictures) // 2 + 1])}.items():
            for account_id, seen in then.items():
                assert past(Account.get_by_id(account_id), instant) == seen


@pytest.mark.first_visit
@pytest.mark.parametrize("lives", [6, pytest.param(24, marks=pytest.mark.full)])
def test_the_rules_stand_whatever_happens(database, lives):
    from models.staff.user import User

    Firm.actor = User.hire(None, "Olga", "olga@firma.example", "owner", "x" * 12)
    run_state_machine_as_test(
        Firm,
        settings=settings(
            max_examples=lives,
            stateful_step_count=30,
            deadline=None,
            phases=(Phase.generate,),  # shrinking takes minutes and tells little more
            suppress_health_check=list(HealthCheck),
        ),
    )
