"""Filling one account with rows of every kind, so that lists and cards can be measured full."""

from datetime import timedelta

from models.base.clock import now, today
from models.base.database import transaction
from models.billing.invoice import Credit, Invoice
from models.billing.proposal import Proposal
from models.clients.account import Account
from models.clients.account_relation import AccountRelation
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.clients.addresses import add_address
from models.clients.contact import Contact
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from models.clients.link import Link
from models.clients.linking import link_contact
from models.clients.new_client import open_client
from models.clients.phones import add_phone
from models.clients.tag import Tag
from models.conversation.chat import Chat, ClientTask
from models.conversation.email import Email
from models.documents.approval import Approval
from models.documents.document import Document
from models.documents.signature import SignatureRequest
from models.portal.portal_login import PortalLogin
from models.staff.sign_in import SignIn
from models.staff.user import User
from models.teams.access_request import AccessRequest
from models.teams.cover import Cover
from models.teams.staff_invitation import StaffInvitation
from models.work.job import Job, Pipeline, Stage
from models.work.note import Note
from models.work.organizer import Organizer
from models.work.task import Task
from models.work.time_entry import TimeEntry

LINES = [("Bogføring", 100, 120_000, 25)]


def add(account: Account, actor: User, number: int):
    """One more row of every kind, each with all that it can show; `number` tells it from the others."""
    with transaction():
        contact = _add_contact(account, actor, number)
        colleague = User.hire(
            actor, f"Kollega {number}", f"kollega{number}@firma.example", "employee", "x" * 12
        )
        stage = _stage()
        _add_work(account, actor, contact, [actor, colleague], stage, number)
        _add_papers(account, actor, contact, number)
        _add_talk(account, actor, contact, number)
        _add_money(account, number)
        _add_facts(account, actor, contact, colleague, number)
        AccessRequest.ask(colleague, account.id, f"Ferie {number}")
        _add_team(actor, colleague, number)
        SignIn.start(actor, f"Firefox/{number} (Windows)", "192.0.2.7")
    _bin_another(actor, number)
    return account


def _bin_another(actor, number):
    gone = open_client(actor, type="other", name=f"Slettet {number}", contact={"first_name": "Ib"})
    gone.archive(actor)
    gone.bin(actor)


def _add_team(actor, colleague, number):
    Cover.begin(colleague, actor, today() + timedelta(days=number), colleague)
    StaffInvitation.send(actor, name=f"Ny {number}", email=f"ny{number}@firma.example", role="employee")


def _add_contact(account, actor, number):
    contact = Contact.meet(actor, first_name=f"Kontakt {number}", emails=[f"kontakt{number}@a.example"])
    link_contact(account, contact, actor, f"Bogholder {number}").linked_addresses.get().mute(
        "reminders", actor
    )
    PortalLogin.note(account, contact, f"kontakt{number}@a.example")
    team = list(account.team)  # so that who sees the account sees its relations
    related = open_client(actor, type="other", name=f"Søster {number} ApS", contact=contact, team=team)
    _add_to_the_first(account, related, actor, number)
    AccountRelation.relate(actor, account, related, "owns", 6_000)
    AccountRelation.relate(actor, related, account, "owns", 6_000)
    return contact


def _add_to_the_first(account, related, actor, number):
    """One more client, address and phone for the first contact, and somebody who is like it."""
    first = Link.of_account(account).get().contact
    link_contact(related, first, actor)
    add_address(first, f"anna{number}@a.example", actor)
    add_phone(first, f"20 10 {number:02} 00", actor)
    Contact.meet(actor, first_name=f"Ib {number // 2}", last_name="Tvilling", phone="33 12 34 56")


def _stage() -> Stage:
    pipeline, _ = Pipeline.get_or_create(name="Årsregnskab")
    return Stage.get_or_create(pipeline=pipeline, name="Afstemning", position=1)[0]


def _add_work(account, actor, contact, people, stage, number):
    job = Job.start(account, stage, f"Job {number}", people, due_on=today())
    Task.plan(actor, account, f"Opgave {number}", people, due_on=today(), job=job, priority="high")
    Note.create(account=account, author=people[1], body=f"Note {number}", pinned_at=now())
    TimeEntry.create(
        account=account, user=people[1], job=job, description=f"Tid {number}", ended_at=now(), minutes=5
    )


def _add_papers(account, actor, contact, number):
    document = Document.create(
        account=account,
        name=f"Bilag {number}.pdf",
        mime_type="application/pdf",
        size=1_000,
        uploaded_by_contact=contact,
        shared_at=now(),
    )
    document.mark_viewed(actor)
    Approval.request(document, actor).decide(contact, True, "Fint")
    SignatureRequest.send(document, [contact], actor)
    organizer = Organizer.send(actor, account, f"Skema {number}", [("short", "Navn?")], contact)
    organizer.answer(["Anna"])
    proposal = Proposal.draft(actor, account, f"Tilbud {number}", [("Revision", 1_000_000)])
    proposal.send([contact])


def _add_talk(account, actor, contact, number):
    Email.create(
        account=account,
        contact=contact,
        user=actor,
        thread_key=f"{number}",
        direction="out",
        address="a@a.example",
        subject=f"Mail {number}",
        sending="sent",
    )
    chat = Chat.create(account=account, subject=f"Samtale {number}")
    chat.say(contact, "Hej")
    chat.say(actor, "Goddag")
    ClientTask.create(chat=chat, title="Send bilag")


def _add_money(account, number):
    due = today() + timedelta(days=8)
    Invoice.issue(account, LINES, today(), due).receive(1_000, today())
    Credit.create(account=account, amount_minor=500, remaining_minor=500)


def _add_facts(account, actor, contact, colleague, number):
    account.assign(colleague, actor)
    role = AccountRole.create(name=f"Rolle {number}", position=number)
    AccountRoleHolder.add(actor, account=account, role=role, user=colleague)
    Tag.add(actor, name=f"mærke {number}").put_on(account, actor)
    for owner, set_ in ((account, "account"), (contact, "contact")):
        field = CustomField.define(actor, set=set_, label=f"Felt {number}", type="text")
        for text in ("nej", "ja"):
            FieldValue.of(owner, field).fill(actor, text)
    private = CustomField.labelled("contact", "Privat") or CustomField.define(
        actor, set="contact", label="Privat", type="email"
    )
    FieldValue.of(contact, private).fill(actor, f"privat{number}@a.example")
