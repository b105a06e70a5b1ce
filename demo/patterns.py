"""What a copied account is made after: the rows of told accounts, thinned out."""

from random import Random

from peewee import DateField, ForeignKeyField

from models import (
    Account,
    AccountRoleHolder,
    AccountTag,
    Address,
    Approval,
    Assignment,
    Chat,
    ChatMessage,
    ClientTask,
    Contact,
    Credit,
    CustomValue,
    Document,
    DocumentOpening,
    DocumentView,
    Email,
    Folder,
    Invitation,
    Invoice,
    InvoiceLine,
    Job,
    JobAssignee,
    Link,
    LinkedAddress,
    Note,
    NoteVersion,
    Organizer,
    OrganizerQuestion,
    Outbox,
    Payment,
    Phone,
    PortalLogin,
    Proposal,
    ProposalService,
    ProposalSigner,
    SignatureRequest,
    Signer,
    Subtask,
    Task,
    TaskAssignee,
    TimeEntry,
)
from models.base.fields import InstantField
from models.billing.invoice import OPEN
from models.work.task import CLOSED

# Each after those it refers to, with the field by which it belongs to one of them.
COPIED = {
    Account: None,
    Contact: None,
    Phone: Phone.contact,
    Address: Address.contact,
    Link: Link.account,
    LinkedAddress: LinkedAddress.link,
    Invitation: Invitation.linked_address,
    Outbox: Outbox.account_id,
    PortalLogin: PortalLogin.account,
    Assignment: Assignment.account,
    AccountRoleHolder: AccountRoleHolder.account,
    AccountTag: AccountTag.account,
    CustomValue: CustomValue.account,
    Folder: Folder.account,
    Document: Document.account,
    DocumentView: DocumentView.document,
    DocumentOpening: DocumentOpening.document,
    Approval: Approval.account,
    SignatureRequest: SignatureRequest.account,
    Signer: Signer.request,
    Job: Job.account,
    JobAssignee: JobAssignee.job,
    Task: Task.account,
    TaskAssignee: TaskAssignee.task,
    Subtask: Subtask.task,
    Email: Email.account,
    Chat: Chat.account,
    ChatMessage: ChatMessage.chat,
    ClientTask: ClientTask.chat,
    Invoice: Invoice.account,
    InvoiceLine: InvoiceLine.invoice,
    Payment: Payment.account,
    Credit: Credit.account,
    Organizer: Organizer.account,
    OrganizerQuestion: OrganizerQuestion.organizer,
    Note: Note.account,
    NoteVersion: NoteVersion.note,
    TimeEntry: TimeEntry.account,
    Proposal: Proposal.account,
    ProposalService: ProposalService.proposal,
    ProposalSigner: ProposalSigner.proposal,
}

# What refers by number alone.
NUMBERED = {(Outbox, "account_id"): Account, (Outbox, "subject_id"): Invitation}

KEPT = 0.95  # how many of the cards of a told account a copy has
ROWS = (1, 2, 2, 2, 3, 5)  # how many rows a card of a copy has at most

# The rows of a card → whether one is what the card shows, so that thinning out does not empty it.
CARDS = {
    Approval: lambda row: True,
    SignatureRequest: lambda row: True,
    Document: lambda row: row["shared_at"] or row["uploaded_by_contact"],
    Task: lambda row: row["status"] not in CLOSED,
    Email: lambda row: True,
    Job: lambda row: row["completed_at"] is None,
    Chat: lambda row: True,
    Invoice: lambda row: row["stored_status"] in OPEN,
    Organizer: lambda row: True,
    PortalLogin: lambda row: True,
    Note: lambda row: True,
    TimeEntry: lambda row: True,
    Proposal: lambda row: True,
}


def thinned(rows: dict, dice: Random) -> dict:
    """Fewer cards and fewer rows of each, without what belonged to the others."""
    kept = {}
    for model, shown in CARDS.items():
        ranked = sorted(rows[model], key=lambda row: (not shown(row), -row["id"]))
        kept[model] = ranked[: dice.choice(ROWS)] if dice.random() < KEPT else []
    asked = {row["document"] for row in (*kept[Approval], *kept[SignatureRequest])}
    ids = asked | {row["id"] for row in kept[Document]}
    kept[Document] = [
        row if row["id"] in asked else row | {"status": ""} for row in rows[Document] if row["id"] in ids
    ]
    threads = {row["thread_key"] for row in kept[Email]}
    kept[Email] = [row for row in rows[Email] if row["thread_key"] in threads]
    for model, parent in COPIED.items():
        if model not in CARDS:
            above = _above(model, parent)
            ids = {row["id"] for row in kept[above]} if above else None
            kept[model] = [row for row in rows[model] if ids is None or row[parent.name] in ids]
    billed = {None} | {row["id"] for row in kept[Invoice]}
    kept[Payment] = [row for row in kept[Payment] if row["invoice"] in billed]
    return {model: sorted(kept[model], key=lambda row: row["id"]) for model in COPIED}


def rows_of(account: Account) -> dict:
    """Model → the rows of one account as dicts by field name, in the order of their ids."""
    rows = {}
    for model, parent in COPIED.items():
        if model is Account:
            query = Account.select().where(Account.id == account.id)
        elif model is Contact:
            query = Contact.select().join(Link).where(Link.account == account)
        else:
            query = model.select().where(parent.in_([row["id"] for row in rows[_above(model, parent)]]))
        rows[model] = [row.__data__ for row in query.order_by(model.id)]
    rows[Assignment] = [row for row in rows[Assignment] if row["until_at"] is None]
    rows[Outbox] = [row for row in rows[Outbox] if row["kind"] == Invitation.noun]
    return rows


def _above(model, parent):
    """The model of what a row belongs to by the field `parent`, or None."""
    return NUMBERED.get((model, parent.name)) or parent.rel_model if parent else None


class Mould:
    """One row to be cast again and again: its stored values and the places in it that are new each time.

    `references` are (place, model, number of the row in its model), `days` the places of dates and instants.
    """

    def __init__(self, model, row: dict, numbers: dict):
        self.values, self.references, self.days = [], [], []
        for place, field in enumerate(model._meta.sorted_fields):
            value = field.db_value(row[field.name])
            told = (
                field.rel_model if isinstance(field, ForeignKeyField) else NUMBERED.get((model, field.name))
            )
            if told in COPIED and value is not None:
                number = numbers[told].get(value)
                if number is not None:
                    self.references.append((place, told, number))
                value = None
            elif isinstance(field, (DateField, InstantField)) and value is not None:
                self.days.append(place)
                value = value if isinstance(value, str) else value.isoformat()
            self.values.append(value)


class Pattern:
    """An account to be copied: its moulds by model, in an order in which they can be stored."""

    def __init__(self, rows: dict):
        numbers = {model: {row["id"]: n for n, row in enumerate(rows[model])} for model in COPIED}
        self.moulds = {
            model: [Mould(model, row, numbers) for row in rows[model]] for model in COPIED if rows[model]
        }
        account = rows[Account][0]
        self.type, self.name = account["type"], account["name"]
        self.emails = [row["email"] for row in rows[Address]]
        self.contact_of_address = [numbers[Contact][row["contact"]] for row in rows[Address]]
        self.actor_id = rows[Assignment][0]["user"]
        self.opened_at = account["created_at"]
        first = Address.accepted_at.db_value(rows[Address][0]["accepted_at"])
        self.accepted_at = first or ""  # of the first person


def patterns(accounts, dice: Random, variants: int = 4) -> list[Pattern]:
    """Some patterns of each of the told `accounts`."""
    return [Pattern(thinned(rows, dice)) for rows in map(rows_of, accounts) for _ in range(variants)]
