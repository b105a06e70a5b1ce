"""Chapter: documents come and go, are approved and signed, or not."""

from demo import files
from demo.story import dated, later
from demo.texts.papers import (
    CONSENTS,
    FOLDERS,
    FOR_APPROVAL,
    FOR_SIGNING,
    FROM_CLIENT,
    FROM_FIRM,
    INTERNAL,
    OBJECTIONS,
    PDF,
)
from models import Approval, Document, Event, Folder, SignatureRequest
from models.base import clock


def plan(story, client):
    dice = client.dice("papers")
    rows = [{"account": client.account, "name": name, "access": access} for name, access in FOLDERS.items()]
    Folder.insert_many(rows).execute()
    client.folders = {folder.name: folder.id for folder in client.account.folders}
    if client.has(dice):
        for _ in range(dice.randint(3, 7)):
            act = dice.choices((_upload, _share, _keep), (5, 4, 1))[0]
            story.at(client.moment(dice), act, client, dice)
    if client.has(dice):
        for _ in client.some(dice, 1, 2, 2, 3):
            story.at(client.moment(dice, 2.4), _ask_approval, client, dice)
    if client.has(dice):
        for _ in client.some(dice, 1, 2, 2):
            story.at(client.moment(dice, 2.4), _ask_signatures, client, dice)
    for what, act in (("documents", _lock), ("approvals", _every_decision), ("signatures", _every_ending)):
        if client.shows(what):
            story.at(story.days_ago(dice, 25), act, client, dice)


def _document(client, dice, name: str, mime: str, folder: str, actor, **fields) -> Document:
    name = dated(name, clock.today())
    kept = files.keep_file(name, mime)
    document = Document.create(
        account=client.account,
        folder=client.folders[folder],
        name=name,
        mime_type=mime,
        size=kept.size,
        file=kept.name,
        sha256=kept.sha256,
        **fields,
    )
    Event.record("document.uploaded", "created", document, actor, {"name": [None, name]})
    return document


def _upload(client, dice):
    if not client.inside:
        return
    name, mime = dice.choice(FROM_CLIENT[client.type])
    contact = dice.choice(client.inside)
    document = _document(client, dice, name, mime, "Fra kunden", contact, uploaded_by_contact=contact)
    for viewer in dice.sample(client.team, dice.randint(not client.story.is_recent(40), len(client.team))):
        seen_at = later(clock.now(), hours=dice.choice((3, 22, 26, 49, 120, 300)))
        client.story.at(seen_at, document.mark_viewed, viewer)


def _share(client, dice) -> Document:
    return _from_firm(client, dice, *dice.choice(FROM_FIRM[client.type]))


def _from_firm(client, dice, name: str, mime: str, folder: str) -> Document:
    sender = dice.choice(client.team)
    shared = {"uploaded_by_user": sender, "shared_by": sender, "shared_at": clock.now()}
    document = _document(client, dice, name, mime, folder, sender, **shared)
    if dice.random() < 0.3:
        document.mark_viewed(sender)
    return document


def _open(document: Document, contact):
    """Whoever decides on a document or signs it has opened it first."""
    document.mark_opened(contact, next((each.email for each in contact.addresses), ""))


def _keep(client, dice):
    user = dice.choice(client.team)
    _document(client, dice, *dice.choice(INTERNAL), "Internt", user, uploaded_by_user=user)


def _ask_approval(client, dice):
    if not client.inside:
        return
    document = _from_firm(client, dice, dice.choice(FOR_APPROVAL[client.type]), PDF, "Regnskab")
    approval = Approval.request(document, dice.choice(client.team))
    answer = dice.choices(("yes", "no", ""), (55, 20, 25))[0]
    if answer:
        text = dice.choice(CONSENTS if answer == "yes" else OBJECTIONS)
        decided_at = later(clock.now(), hours=dice.randint(4, 190))
        contact = dice.choice(client.inside)
        client.story.at(decided_at, _open, document, contact)
        client.story.at(decided_at, approval.decide, contact, answer == "yes", text)


def _signature_request(client, dice, signers: list, order: str) -> SignatureRequest:
    document = _from_firm(client, dice, dice.choice(FOR_SIGNING[client.type]), PDF, "Regnskab")
    return SignatureRequest.send(document, signers, dice.choice(client.team), order)


def _ask_signatures(client, dice):
    signers = client.signers
    if not signers:
        return
    order = "priority" if dice.random() < 0.3 else "all_at_once"
    request = _signature_request(client, dice, signers, order)
    when = clock.now()
    for contact in signers:
        when = later(when, hours=dice.randint(3, 140))
        act = dice.choices((request.sign, request.decline, None), (70, 6, 24))[0]
        if act:
            client.story.at(when, _open, request.document, contact)
            client.story.at(when, act, contact)
        if act != request.sign:
            break


def _lock(client, dice):
    """The one status that neither approvals nor signatures bring."""
    document = _from_firm(client, dice, *FROM_FIRM[client.type][5])
    Document.update(status="locked_to_invoice").where(Document.id == document.id).execute()


def _every_decision(client, dice):
    contact = client.inside[0]
    for name, decision in zip(
        FOR_APPROVAL[client.type], ("pending", "approved", "disapproved"), strict=False
    ):
        approval = Approval.request(_from_firm(client, dice, name, PDF, "Regnskab"), client.team[0])
        if decision != "pending":
            _open(approval.document, contact)
            approval.decide(
                contact, decision == "approved", CONSENTS[-1] if decision == "approved" else OBJECTIONS[0]
            )


def _every_ending(client, dice):
    everybody = client.signers
    requests = [_signature_request(client, dice, everybody, "all_at_once") for _ in range(4)]
    partly, signed, declined, voided = requests
    for request, people in ((partly, everybody[:1]), (signed, everybody), (declined, everybody[-1:])):
        for contact in people:
            _open(request.document, contact)
    partly.sign(everybody[0])
    for contact in everybody:
        signed.sign(contact)
    declined.decline(everybody[-1])
    voided.happen(voided_at=clock.now())
    Document.update(status="").where(Document.id == voided.document_id).execute()
