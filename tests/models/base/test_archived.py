"""An archived account is read, not changed: every verb of the models refuses in its own transaction, but a declared list."""

import ast
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from docs.security.__main__ import archived as archived_page
from models.base import file_store
from models.base.archived import (
    STILL_DONE,
    AccountArchived,
    ContactArchived,
    hold_accounts,
    refuse_archived,
    still_done,
)
from models.base.clock import now, today
from models.base.database import found_out, transaction
from models.base.dry_run import dry_run
from models.base.event import Event
from models.billing.invoice import Invoice
from models.billing.proposal import Proposal
from models.clients import contact_editing
from models.clients.account import Account, Assignment
from models.clients.account_relation import AccountRelation
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.clients.addresses import add_address, correct_address, make_primary, remove_address
from models.clients.contact import Address, Contact
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress, MutedNotification
from models.clients.linking import link_contact, unlink
from models.clients.new_client import open_client
from models.clients.phones import add_phone, correct_phone, make_first, remove_phone
from models.clients.portal_user import PortalUser
from models.clients.tag import Tag
from models.conversation.chat import Chat
from models.documents.approval import Approval
from models.documents.document import Document
from models.documents.signature import SignatureRequest
from models.history.restore import restore_value
from models.history.take_back import restore, take_back
from models.history.undo import reverse, undo
from models.merging.merging import merge, preview, unmerge
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from models.portal.portal_login import PortalLogin
from models.processes.address_change import confirm, decline
from models.processes.bin_expiry import delete_for_good
from models.processes.bulk import ArchivedAmong, BulkRequest, carry_out
from models.processes.bulk_change import BulkChange
from models.processes.offboarding import deactivate
from models.teams.access_request import AccessRequest
from models.teams.break_glass import allow, break_glass
from models.teams.cover import Cover
from models.work.job import Job, Pipeline, Stage
from models.work.organizer import Organizer
from models.work.task import Task
from tests.support import digest

MODELS = Path(__file__).parents[3] / "models"

# What is done to an archived client all the same, by hand: the code's own list has to be this one.
DECLARED = {
    *("archival", "reactivation", "bin", "recovery from the bin", "permanent deletion"),
    *("merge", "un-merge", "undo of the archival"),
    *("payment received", "reading of what is masked"),
    *("end of a place on the team", "end of a cover", "leaving of a colleague"),
    *("removal of a tag", "removal of a role", "change of a contact"),
}


def test_what_is_still_done_is_a_declared_list():
    assert set(STILL_DONE) == DECLARED
    assert all(reason.endswith(".") for reason in STILL_DONE.values())
    with pytest.raises(KeyError), still_done("whatever"):
        pass


def test_each_of_it_is_done_somewhere_and_people_can_read_it():
    code = "".join(path.read_text(encoding="utf-8") for path in MODELS.rglob("*.py"))
    page = archived_page()
    for work, reason in STILL_DONE.items():
        assert f'still_done("{work}")' in code, work
        assert work in page
        assert reason in page


# The world: A is archived in the midst of everything, as a race would find it.


@pytest.fixture
def world(cast):
    """An account with something of every kind, and the names of its records; the tests archive it."""
    a, b, olga, nils = cast.a, cast.b, cast.olga, cast.nils
    made = SimpleNamespace(cast=cast, olga=olga, nils=nils, b=b, alice=cast.alice)
    made.anna, made.aase = (link.contact for link in Link.of_account(a))
    made.row, made.asked = cast.address("aase@a.example"), cast.address("anna.privat@a.example")
    made.place = cast.address("anna@a.example")
    made.row.turn("login", True, olga)
    made.invitation = Invitation.send(made.row, olga)
    made.late = _late_invitation(cast.address("anna.privat@a.example"), olga)
    made.row.mute("reminders", olga)
    made.link = Link.get(account=a, contact=made.aase)
    allow(True, olga)
    AccessRequest.ask(nils, a.id, "Ferie")
    made.request = AccessRequest.get()
    made.tag, made.other_tag = (Tag.add(olga, name=name) for name in ("Moms", "Løn"))
    made.tag.put_on(a, olga)
    made.role, made.other_role = (AccountRole.add_unique(olga, name) for name in ("Revisor", "Bogholder"))
    made.role.give(a, cast.alice, olga)
    made.relation = AccountRelation.relate(olga, a, b, "owns")
    made.fields = {
        set_: CustomField.define(olga, set=set_, label="CPR", type="sensitive")
        for set_ in ("account", "contact")
    }
    FieldValue.of(a, made.fields["account"]).fill(olga, "010190-1234")
    FieldValue.of(made.anna, made.fields["contact"]).fill(olga, "010190-1234")
    made.phone = add_phone(made.anna, "20 10 00 00", olga)
    made.address = made.anna.addresses.where(Address.position == 1).get()
    _add_papers(made, a)
    with transaction() as made.action:
        cast.a.amend(olga, city="Ribe")
    made.event = Event.select().where(Event.account_id == a.id).order_by(Event.id.desc()).get()
    made.bulk = BulkChange.prepare(BulkRequest("type", [a.id], type="other"), olga)
    made.done = BulkChange.prepare(BulkRequest("tag_on", [a.id], tag=made.other_tag.id), olga)
    made.done.apply(made.done.digest)
    with transaction() as made.tagging:
        made.other_tag.take_off(a, olga)
    Outbox.put("access_granted", made.request.id, a.id, "x@y.example")
    made.mail = Outbox.select().order_by(Outbox.id.desc()).get()
    made.failed = Outbox.create(
        kind="access_granted", subject_id=1, account_id=a.id, state="failed", due_at=now()
    )
    made.unconfirmed = made.place
    LinkedAddress.update(agreed_email="x@a.example").where(LinkedAddress.id == made.place.id).execute()
    return made


def _late_invitation(row: LinkedAddress, olga) -> Invitation:
    row.turn("login", True, olga)
    made = Invitation.send(row, olga)
    Invitation.update(expires_at=now() - timedelta(days=1)).where(Invitation.id == made.id).execute()
    return Invitation.get_by_id(made.id)


def _add_papers(made, a):
    made.document = Document.create(account=a, name="Bilag", mime_type="text/plain", size=1)
    made.shared = Document.create(
        account=a, name="Delt", mime_type="text/plain", size=1, shared_at=now() - timedelta(days=1)
    )
    made.approval = Approval.request(made.document, made.olga)
    made.signature = SignatureRequest.send(made.document, [made.anna], made.olga)
    made.chat = Chat.create(account=a, subject="Samtale")
    made.organizer = Organizer.send(made.olga, a, "Skema", [("short", "Navn?")], made.anna)
    made.proposal = Proposal.draft(made.olga, a, "Tilbud", [("Revision", 1_000)])
    made.invoice = Invoice.issue(a, [("Bogføring", 100, 1_000, 25)], today(), today())
    pipeline = Pipeline.create(name="Årsregnskab")
    made.stage = Stage.create(pipeline=pipeline, name="Afstemning", position=1)
    made.kept = file_store.keep(BytesIO(b"Hej"))


def archive(account_id: int = 1):
    """As somebody else's transaction does it; what was under way stays so."""
    Account.update(archived_at=now()).where(Account.id == account_id).execute()


def edited(world, **own):
    contact_editing.save(world.anna, world.olga, world.anna.seen_event_id, own)


LINES = [("Bogføring", 100, 1_000, 25)]
A = 1

# Function → a call of it that would change something of the archived account. Those with a dot are methods.
REFUSED = {
    "access_request.AccessRequest.grant": lambda w: w.request.grant(w.olga),
    "access_request.AccessRequest.decline": lambda w: w.request.decline(w.olga),
    "access_request.AccessRequest.withdraw": lambda w: w.request.withdraw(w.nils),
    "account.Account.rename": lambda w: w.cast.a.rename("Ny", w.olga),
    "account.Account.change": lambda w: w.cast.a.change(w.olga, Event.newest_id(), city="Skive"),
    "account.Account.amend": lambda w: w.cast.a.amend(w.olga, city="Skive"),
    "account.Account.put_back": lambda w: w.cast.a.put_back(w.olga, city="Skive"),
    "account.Account.assign": lambda w: w.cast.a.assign(w.nils, w.olga),
    "account.Account.admit": lambda w: w.cast.a.admit(w.nils, w.olga),
    "account.Assignment.record": lambda w: Assignment.add(w.olga, account=A, user=w.nils),
    "account_relation.AccountRelation.relate": lambda w: AccountRelation.relate(
        w.olga, w.cast.a, w.b, "other"
    ),
    "account_relation.AccountRelation.change": lambda w: w.relation.change(
        w.olga, Event.newest_id(), kind="other"
    ),
    "account_role.AccountRole.give": lambda w: w.other_role.give(w.cast.a, w.nils, w.olga),
    "addresses.add_address": lambda w: add_address(w.anna, "ny@a.example", w.olga),
    "addresses.correct_address": lambda w: correct_address(w.address, "ny@a.example", w.olga),
    "addresses.make_primary": lambda w: make_primary(w.address, w.olga),
    "addresses.remove_address": lambda w: remove_address(w.address, w.olga),
    "approval.Approval.request": lambda w: Approval.request(w.document, w.olga),
    "approval.Approval.decide": lambda w: w.approval.decide(w.anna, True),
    "bulk.carry_out": lambda w: carry_out(BulkRequest("tag_on", [A], tag=w.other_tag.id), w.olga),
    "bulk_change.BulkChange.prepare": lambda w: BulkChange.prepare(
        BulkRequest("tag_on", [A], tag=w.other_tag.id), w.olga
    ),
    "bulk_change.BulkChange.apply": lambda w: w.bulk.apply(w.bulk.digest),
    "bulk_change.BulkChange.undo": lambda w: w.done.undo(),
    "chat.Chat.say": lambda w: w.chat.say(w.olga, "Hej"),
    "contact.Contact.rename": lambda w: w.anna.rename("Ny", "Navn", w.olga),
    "contact.Contact.change": lambda w: w.anna.change(w.olga, Event.newest_id(), city="Skive"),
    "contact.Contact.amend": lambda w: w.anna.amend(w.anna, "language_chosen", language="en"),
    "contact.Address.remove": lambda w: w.address.remove(w.olga),
    "contact.Address.record": lambda w: w.address.amend(w.olga, "corrected", email="ny@a.example"),
    "contact_editing.save": lambda w: edited(w, city="Skive"),
    "document.Document.receive": lambda w: Document.receive(
        w.cast.a, w.anna, "Bilag.txt", "text/plain", w.kept
    ),
    "document.Document.set_shared": lambda w: w.document.set_shared(True, w.olga),
    "document.Document.set_shared to take it back": lambda w: w.shared.set_shared(False, w.olga),
    "document.Document.share": lambda w: Document.share(w.cast.a, w.olga, "Brev.txt", "text/plain", w.kept),
    "contact_value.FieldValue.fill": lambda w: FieldValue.of(w.cast.a, w.fields["account"]).fill(
        w.olga, "ny"
    ),
    "contact_value.FieldValue.fill of a contact": lambda w: FieldValue.of(w.anna, w.fields["contact"]).fill(
        w.olga, "ny"
    ),
    "invitation.Invitation.send": lambda w: Invitation.send(w.row, w.olga),
    "invitation.Invitation.revoke_all": lambda w: Invitation.revoke_all(w.row, w.olga),
    "invoice.Invoice.issue": lambda w: Invoice.issue(w.cast.a, LINES, today(), today()),
    "job.Job.start": lambda w: Job.start(w.cast.a, w.stage, "Job", [w.olga]),
    "link.Link.remove": lambda w: w.link.remove(w.olga),
    "link.Link.revive": lambda w: Link.revive(
        987, {"account": A, "contact": Contact.get(first_name="Bent").id, "signer_priority": 9}, w.olga
    ),
    "link.Link.describe": lambda w: w.link.describe("kasserer", w.olga, Event.newest_id()),
    "link.Link.sign_at": lambda w: w.link.sign_at(1, w.olga),
    "linked_address.LinkedAddress.turn": lambda w: w.row.turn("notify", True, w.olga),
    "linked_address.LinkedAddress.mute": lambda w: w.row.mute("client_task", w.olga),
    "linked_address.LinkedAddress.unmute": lambda w: w.row.unmute("reminders", w.olga),
    "linked_address.LinkedAddress.put_back": lambda w: w.row.put_back(w.olga, notify_at=now()),
    "linking.link_contact": lambda w: link_contact(w.cast.a, Contact.get(first_name="Bent"), w.olga),
    "linking.unlink": lambda w: unlink(w.link, w.olga),
    "mailed_invitation.MailedInvitation.revoke": lambda w: w.invitation.revoke(w.olga),
    "mailed_invitation.MailedInvitation.call_off": lambda w: w.invitation.call_off(w.olga),
    "mailed_invitation.MailedInvitation.put_back": lambda w: w.invitation.put_back(w.olga, revoked_at=now()),
    "mailed_invitation.MailedInvitation.take_away": lambda w: w.invitation.take_away(w.olga),
    "mailed_invitation.MailedInvitation.mail_cancelled": lambda w: w.invitation.mail_cancelled(w.olga),
    "mailed_invitation.MailedInvitation.record_acceptance": lambda w: _tell_accepted(w),
    "merging.merge": lambda w: merge(w.b, w.cast.a, w.olga),
    "merging.merge into it": lambda w: merge(w.cast.a, w.b, w.olga),
    "merging.merge of people": lambda w: merge(Contact.get(first_name="Bent"), w.anna, w.olga),
    "merging.preview": lambda w: preview(w.b, w.cast.a),
    "organizer.Organizer.send": lambda w: Organizer.send(w.olga, w.cast.a, "Skema", [("short", "Navn?")]),
    "organizer.Organizer.answer": lambda w: w.organizer.answer(["Anna"]),
    "outbox.Outbox.cancel": lambda w: w.mail.cancel(w.olga),
    "outbox.Outbox.retry": lambda w: w.failed.retry(),
    "phones.add_phone": lambda w: add_phone(w.anna, "20 10 00 01", w.olga),
    "phones.correct_phone": lambda w: correct_phone(w.phone, w.olga, Event.newest_id(), "20 10 00 02", ""),
    "phones.remove_phone": lambda w: remove_phone(w.phone, w.olga),
    "phones.make_first": lambda w: make_first(w.phone, w.olga),
    "photo.Photographed.change_photo": lambda w: w.cast.a.change_photo("x", w.olga),
    "photo.Photographed.change_photo of a person": lambda w: w.anna.change_photo("x", w.anna),
    "portal_login.PortalLogin.note": lambda w: PortalLogin.note(w.cast.a, w.anna, "anna@a.example"),
    "portal_user.PortalUser.protect": lambda w: PortalUser.of("anna@a.example").protect("X" * 32, w.anna),
    "proposal.Proposal.draft": lambda w: Proposal.draft(w.olga, w.cast.a, "Tilbud", [("Revision", 1_000)]),
    "proposal.Proposal.send": lambda w: w.proposal.send([w.anna]),
    "proposal.Proposal.sign": lambda w: w.proposal.sign(w.anna),
    "proposal.Proposal.decline": lambda w: w.proposal.decline(),
    "address_change.readdress": lambda w: w.row.address.amend(w.olga, "corrected", email="ny@a.example"),
    "address_change.confirm": lambda w: confirm(w.unconfirmed, "anna@a.example", w.olga),
    "address_change.decline": lambda w: decline(w.unconfirmed, "anna@a.example", w.olga),
    "contact.Address.amend": lambda w: w.address.amend(w.olga, "corrected", email="ny@a.example"),
    "contact.Address.put_back": lambda w: w.address.put_back(w.olga, email="ny@a.example"),
    "recorded.Recorded.record": lambda w: w.cast.a.record("changed", "changed", w.olga, {}),
    "recorded.Recorded.add": lambda w: MutedNotification.add(
        w.olga, linked_address=w.row, type="client_task"
    ),
    "recorded.Recorded.amend": lambda w: w.link.amend(w.olga, description="x"),
    "recorded.Recorded.edit": lambda w: w.link.edit(w.olga, Event.newest_id(), description="x"),
    "recorded.Recorded.put_back": lambda w: w.link.put_back(w.olga, description="x"),
    "recorded.Recorded.revive": lambda w: MutedNotification.revive(
        987, {"linked_address": w.row.id, "type": "client_task"}, w.olga
    ),
    "recorded.Recorded.remove": lambda w: w.relation.remove(w.olga),
    "account_relation.AccountRelation.put_back": lambda w: w.relation.put_back(w.olga, kind="other"),
    "account_relation.AccountRelation.revive": lambda w: AccountRelation.revive(
        987, w.relation.values() | {"kind": "partner_of"}, w.olga
    ),
    "document.Document.put_back": lambda w: w.shared.put_back(w.olga, shared_at=None, shared_by=None),
    "recorded.Recorded.take_away": lambda w: w.relation.take_away(w.olga),
    "restore.restore_value": lambda w: restore_value(w.event, "city", w.olga, w.cast.a),
    "undo.reverse": lambda w: reverse(w.action, w.olga),
    "undo.reverse of a removal": lambda w: reverse(w.tagging, w.olga),
    "take_back.take_back": lambda w: take_back(w.event, w.olga),
    "take_back.restore": lambda w: restore(w.event, "city", w.olga),
    "signature.SignatureRequest.send": lambda w: SignatureRequest.send(w.document, [w.anna], w.olga),
    "signature.SignatureRequest.sign": lambda w: w.signature.sign(w.anna),
    "signature.SignatureRequest.decline": lambda w: w.signature.decline(w.anna),
    "tag.Tag.put_on": lambda w: w.other_tag.put_on(w.cast.a, w.olga),
    "tag.Tag.take_off": lambda w: w.tag.take_off(w.cast.a, w.olga),
    "task.Task.plan": lambda w: Task.plan(w.olga, w.cast.a, "Opgave", [w.olga]),
    "undo.undo": lambda w: undo(w.action, w.cast.a, w.olga),
}


def _tell_accepted(w):
    w.invitation.accepted_at = now()
    w.invitation.record_acceptance(w.aase)


LOOKED_AT = ("bulk_change.BulkChange.prepare", "merging.preview")  # done and taken back


def test_every_verb_refuses_and_changes_nothing(world):
    archive()
    before, slipped = digest.digest(), []
    for name, call in REFUSED.items():
        try:
            call(world)
        except (AccountArchived, ArchivedAmong):
            pass
        else:
            slipped.append(name)
        assert digest.digest() == before, name
    assert not slipped


def test_who_swallows_a_refusal_keeps_no_half_of_it(world):
    archive()
    before = digest.digest()
    with transaction():
        for call in REFUSED.values():
            with pytest.raises((AccountArchived, ArchivedAmong)):
                call(world)
    assert digest.digest() == before


def test_once_it_is_active_again_all_of_it_is_done(world):
    """Or the calls above would prove nothing."""
    for name, call in REFUSED.items():
        before = digest.digest()
        changed = dry_run(lambda call=call: call(world), lambda _done: digest.digest())[1] != before
        assert changed or name in LOOKED_AT, name
        assert digest.digest() == before, name


# What is declared, done on an archived client.


def unmerged(w):
    made = merge(w.cast.a, w.b, w.olga)
    archive()
    unmerge(made, w.olga)


def archived_in_bulk(w):
    change = BulkChange.prepare(BulkRequest("archive", [A]), w.olga)
    change.apply(change.digest)
    assert w.cast.a.archived
    change.undo()
    assert not w.cast.a.archived
    assert Invitation.get_by_id(w.invitation.id).state == "open"


def undone(w):
    with transaction() as action:
        w.cast.a.archive(w.olga)
    undo(action, w.cast.a, w.olga)
    assert not w.cast.a.archived


def covered(w):
    cover = Cover.begin(w.alice, w.nils, today() + timedelta(days=3), w.olga)
    assert Assignment.get_or_none(account=A, user=w.nils)
    archive()
    cover.end(w.olga)
    assert not Assignment.get_or_none(account=A, user=w.nils)


def left(w):
    archive()
    deactivate(w.alice, w.nils, w.olga)
    assert Assignment.get_or_none(account=A, user=w.nils)
    assert AccountRoleHolder.get(account=A).user == w.nils


def binned(w):
    archive()
    w.cast.a.bin(w.olga)
    w.cast.a.recover(w.olga)
    w.cast.a.bin(w.olga)
    Account.update(binned_at=now() - timedelta(days=31)).where(Account.id == A).execute()
    delete_for_good(w.cast.a)
    assert Account.get_by_id(A).purged_at  # its invoice has to be kept


def merged_elsewhere(w):
    """An archived client stands in a relation to one that becomes a part of another."""
    w.cast.old.reactivate(w.olga)
    archive()
    merge(w.cast.old, w.b, w.olga)
    assert w.relation.hold().related == w.cast.old


def changed_elsewhere(w):
    """A person who also stands on an active client, whatever of it is told on the archived one."""
    link_contact(w.b, w.anna, w.olga)
    w.cast.a.amend(w.olga, type="individual", name_typed_at=None)
    archive()
    events = Event.select().where(Event.account_id == A).count()
    w.anna.rename("Anne", "Ø.", w.olga)
    assert w.cast.a.name == "Anne Ø."
    added = add_address(w.anna, "ny@a.example", w.olga)
    correct_address(added, "nyere@a.example", w.olga)
    correct_address(w.address, "andet@a.example", w.olga)
    make_primary(added, w.olga)
    remove_address(added, w.olga)
    add_phone(w.anna, "20 10 00 03", w.olga)
    FieldValue.of(w.anna, w.fields["contact"]).fill(w.olga, "ny")
    edited(w, city="Skive")
    with transaction() as action:
        remove_address(w.anna.addresses.where(Address.position == 1).get(), w.olga)
    reverse(action, w.olga)
    merge(Contact.get(first_name="Bent"), w.anna, w.olga)
    assert Event.select().where(Event.account_id == A).count() > events


def changed_nowhere(w):
    """Somebody who stands on no client at all."""
    contact = Contact.meet(w.olga, first_name="Ib")
    contact.amend(w.olga, city="Skive")
    add_phone(contact, "20 10 00 04", w.olga)


def revealed(w):
    archive()
    for owner, set_ in ((w.cast.a, "account"), (w.anna, "contact")):
        assert FieldValue.of(owner, w.fields[set_]).reveal(w.olga) == "010190-1234"


def removed(w):
    archive()
    w.tag.remove(w.olga)
    w.tag = None
    w.role.remove(w.olga)


def unassigned(w):
    w.cast.a.assign(w.nils, w.olga)
    archive()
    w.cast.a.unassign(w.nils, w.olga)
    Assignment.get(account=A, user=w.alice).remove(w.olga)


def reactivated(w):
    w.cast.a.archive(w.olga)
    assert Invitation.get_by_id(w.invitation.id).state == "revoked"
    w.cast.a.reactivate(w.olga)
    w.cast.a.rename("Ny", w.olga)


def paid(w):
    archive()
    w.invoice.receive(100, today())


STILL = (
    *(unmerged, archived_in_bulk, undone, covered, left, binned, merged_elsewhere, changed_elsewhere),
    *(changed_nowhere, revealed, removed, unassigned, reactivated, paid),
)


@pytest.mark.parametrize("deed", STILL, ids=lambda deed: deed.__name__)
def test_what_is_declared_is_done(world, deed):
    before = digest.digest()
    deed(world)
    assert digest.digest() != before


def test_whoever_also_stands_on_an_active_client_leaves_the_archived_one_alone(world):
    """What is the archived client's own stays, though the person may be changed."""
    link_contact(world.b, world.aase, world.olga)
    archive()
    before = digest.digest()
    for name in (
        *("linked_address.LinkedAddress.turn", "linking.unlink", "link.Link.describe"),
        *("invitation.Invitation.send", "linked_address.LinkedAddress.mute"),
    ):
        with pytest.raises(AccountArchived):
            REFUSED[name](world)
    assert digest.digest() == before


# What says no without a word, since the asker is not to know whether there is such a client.


def test_nobody_asks_to_be_let_into_it(world):
    AccessRequest.delete().execute()
    archive()
    before = digest.digest()
    AccessRequest.ask(world.nils, A, "Ferie")
    assert digest.digest() == before


def test_break_glass_opens_it_to_nobody_and_counts_as_a_try(world):
    archive()
    events = Event.select().where(Event.account_id == A).count()
    break_glass(world.nils, A, "Nu")
    break_glass(world.nils, 987_654, "Nu")
    assert Event.select().where(Event.account_id == A).count() == events
    assert Event.select().where(Event.kind == "access.tried").count() == 2
    assert not Assignment.get_or_none(account=A, user=world.nils)


def test_a_cover_leaves_it_out(world):
    archive()
    Cover.begin(world.alice, world.nils, today() + timedelta(days=3), world.olga)
    assert not Assignment.get_or_none(account=A, user=world.nils)


def test_an_invitation_to_it_is_over(world):
    archive()
    before = digest.digest()
    assert not world.invitation.accept("x")
    assert world.late.renew() is None
    assert digest.digest() == before


# Completeness: a verb that is new has to say what it does.

QUIET = {
    *("access_request.AccessRequest.ask", "break_glass.break_glass", "cover.Cover.begin"),
    *("invitation.Invitation.accept", "invitation.Invitation.renew"),
}
DONE = {
    *("account.Account.archive", "account.Account.reactivate", "account.Account.bin"),
    *("account.Account.recover", "account.Account.unassign", "account.Assignment.remove"),
    *(
        "account_role.AccountRole.remove",
        "tag.Tag.remove",
        "contact_value.FieldValue.reveal",
        "cover.Cover.end",
    ),
    *("offboarding.deactivate", "merging.unmerge", "bin_expiry.delete_for_good", "bin_expiry.delete_step"),
    "invoice.Invoice.receive",
    *("account.Account.follow_name", "account.Account.follow_contact", "linking.complete"),  # of a contact
}
PARTS = {  # of the verbs above, for their own use
    *("rows.fill", "rows.fill_values", "rows.join_teams", "rows.join_links"),
    *("rows.join_addresses", "rows.join_shared_links", "bulk_assignments.admit", "bulk_assignments.take_off"),
    *("contact_editing.PhoneLines.add", "contact_editing.PhoneLines.correct"),
    *("contact_editing.AddressLines.add", "contact_editing.AddressLines.correct", "dry_run.dry_run"),
    *("invitation.with_invitations", "archived.still_done", "address_change.end_acceptance"),
    *(f"account.Assignment.{verb}" for verb in ("decide", "add_time", "put", "come_back", "leave", "settle")),
}
# Nothing that any client has: the firm's own, people's sign-ins, clients and people that are new, what is only looked at.
NOT_OF_A_CLIENT = {
    *(
        "account_role.AccountRole.add_unique",
        "account_role.AccountRole.move_to",
        "staff_rights.change_member",
    ),
    *("break_glass.allow", "contact.Contact.meet", "new_client.open_client"),
    *("database.collect", "database.transaction"),
    *("number_series.NumberSeries.next", "number_series.NumberSeries.reach"),
    *("browser_session.BrowserSession.begin", "browser_session.BrowserSession.note_seen"),
    *(f"custom_field.CustomField.{verb}" for verb in ("define", "revise", "move", "archive", "bring_back")),
    *("custom_field.CustomField.discard", "default_member.DefaultMember.choose", "offboarding.reactivate"),
    *(
        "document.Document.mark_viewed",
        "unique_name.UniquelyNamed.add_unique",
        "unique_name.UniquelyNamed.edit_unique",
    ),
    *("mailed_invitation.MailedInvitation.note_opened", "one_time_codes.CodeHolder.takes_code"),
    *(f"outbox.Outbox.{verb}" for verb in ("recover", "next_due", "succeeded", "failed", "unwanted")),
    *("outbox.Outbox.postpone", "passkey.Passkey.keep", "passkey.Passkey.used", "passkey.UsedChallenge.use"),
    *(f"password_reset.ResetLink.{verb}" for verb in ("ask", "issue", "end_all", "use")),
    *("password_reset.PasswordReset.settle", "portal_user.PortalUser.begin"),
    *("portal_user.PortalUser.change_password", "database.note"),
    *("portal_user.PortalUser.unprotect", "portal_user.PortalSession.act_as"),
    *("portal_user.PortalSession.end", "portal_user.PortalSession.end_others"),
    *("portal_user.PortalSession.start", "recent_account.RecentAccount.note"),
    *("recovery_code.RecoveryCode.first", "recovery_code.RecoveryCode.use"),
    *(
        "recovery_code.RecoveryCode.renew",
        "search_change.SearchChange.note",
        "search_change.SearchChange.prune",
    ),
    *(f"second_factors.{verb}" for verb in ("add_app", "remove_app", "add_passkey", "remove_passkey")),
    *("second_factors.reset", "second_factors.demand", "security_notice.SecurityNotice.send"),
    *("security_notice.change_email", "setup.Setup.finish"),
    *(f"sign_in.SignIn.{verb}" for verb in ("prove", "end_all", "end", "start")),
    *(f"sign_in_failure.SignInFailure.{verb}" for verb in ("attempt", "spend", "withdraw", "forgive")),
    *(f"staff_invitation.StaffInvitation.{verb}" for verb in ("send", "send_again", "withdraw", "accept")),
    *(
        f"staff_invitation.StaffInvitation.{verb}"
        for verb in ("hand_out", "hand_out_again", "mail_cancelled")
    ),
    *(f"password_reset.StaffPasswordReset.{verb}" for verb in ("hand_out", "print_out", "mail_cancelled")),
    *(f"user.User.{verb}" for verb in ("amend", "hire", "employ", "change_password", "change_email")),
    *("user.User.grant", "user.User.withdraw"),
}

WRITES = {"transaction", "record", "amend", "revive", "put_back", "edit", "edit_unique", "add_unique"}
BY_SOMEBODY = {"actor", "user", "owner", "contact", "None"}


def verbs() -> set[str]:
    """Every public function of the models that writes: that opens a transaction, records, or calls such a one beside it."""
    found = set()
    for path in sorted(MODELS.rglob("*.py")):
        functions = dict(functions_of(ast.parse(path.read_text(encoding="utf-8"))))
        writing = {name for name, node in functions.items() if any(map(writes, calls_of(node)))}
        while more := {
            name
            for name, node in functions.items()
            if name not in writing and {called(call) for call in calls_of(node)} & own_names(writing)
        }:
            writing |= more
        found |= {f"{path.stem}.{name}" for name in writing if not name.split(".")[-1].startswith("_")}
    return found


def functions_of(module):
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        for inner in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(inner, ast.FunctionDef):
                yield f"{node.name}.{inner.name}", inner


def calls_of(function):
    return [node for node in ast.walk(function) if isinstance(node, ast.Call)]


def called(call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def writes(call) -> bool:
    first = ast.unparse(call.args[0]) if call.args else ""
    return called(call) in WRITES or (called(call) in ("add", "remove") and first in BY_SOMEBODY)


def own_names(writing) -> set[str]:
    """What they are called by inside their module; names that everything has would tell nothing."""
    return {name.split(".")[-1] for name in writing} - {"add", "remove", "of", "begin"}


def test_every_verb_of_the_models_has_its_case():
    cases = {name.partition(" ")[0] for name in REFUSED} | QUIET | DONE | PARTS | NOT_OF_A_CLIENT
    new = verbs() - cases
    assert not new, f"{new}: call each in REFUSED on an archived client, or say here why it is none of that."


def test_a_verb_that_is_new_is_noticed():
    tree = ast.parse("def pin(note, actor):\n    note.amend(actor, pinned_at=1)\n")
    assert any(writes(call) for call in calls_of(dict(functions_of(tree))["pin"]))


# What is held


def test_what_was_found_out_is_forgotten_with_a_part_that_is_rolled_back(cast):
    assert found_out() is None
    with transaction():
        _, known = dry_run(lambda: refuse_archived(cast.a.id), lambda _done: dict(found_out()))
        assert known == {cast.a.id: False}
        assert not found_out()
        archive(cast.a.id)
        with pytest.raises(AccountArchived):
            refuse_archived(cast.a.id)


def test_an_account_is_asked_about_once_a_transaction(cast, queries):
    row = cast.address("aase@a.example")
    with transaction(), queries() as seen:
        for on in (True, False, True):
            row.turn("notify", on, cast.olga)
    assert sum('FROM "account"' in sql for sql in seen) == 1


def test_what_archives_in_a_transaction_refuses_in_it_afterwards(cast):
    with transaction():
        refuse_archived(cast.a.id)
        cast.a.archive(cast.olga)
        with pytest.raises(AccountArchived):
            cast.a.rename("Ny", cast.olga)
        cast.a.reactivate(cast.olga)
        cast.a.rename("Ny", cast.olga)


def test_what_does_not_exist_is_not_archived(cast):
    refuse_archived(987_654)
    with transaction():
        assert hold_accounts([987_654, cast.old.id]) == {987_654: False, cast.old.id: True}


def test_a_person_is_named_apart(cast):
    with pytest.raises(ContactArchived):
        Contact.get(first_name="Kaj").amend(cast.olga, city="Skive")


def test_a_new_person_of_an_archived_client_is_refused_with_all_of_it(cast):
    before = digest.digest()
    with pytest.raises(AccountArchived), transaction():
        link_contact(cast.old, Contact.meet(cast.olga, first_name="Ib"), cast.olga)
    assert digest.digest() == before
    assert open_client(cast.olga, type="other", name="", contact=Contact.get(first_name="Kaj"))
