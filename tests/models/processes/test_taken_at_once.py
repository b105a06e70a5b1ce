"""Two people who take at the same moment what only one may have: one row in the end, and no failure of ours.

Each unique index of the schema stands here with what the second of the two gets.
"""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest

from models import TABLES
from models.base.clock import at, now, today
from models.base.password import hash_password
from models.base.recorded import Recorded, Stale
from models.clients import phones
from models.clients.account import Account, Assignment
from models.clients.account_relation import AccountRelation, RelationTaken
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.clients.addresses import Taken, add_address, correct_address
from models.clients.contact import Address, Contact, Phone
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField, LabelTaken
from models.clients.custom_value import CustomValue
from models.clients.default_member import DefaultMember
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress, MutedNotification
from models.clients.linking import link_contact
from models.clients.new_client import open_client
from models.clients.portal_user import PortalUser
from models.clients.recent_account import RecentAccount
from models.clients.tag import AccountTag, Tag
from models.documents.document import Document, DocumentOpening, DocumentView
from models.outgoing.outbox import AT_ONCE, GRACE, Outbox
from models.portal.invitation import Invitation
from models.sign_in.passkey import UsedChallenge
from models.sign_in.security_notice import change_email
from models.staff.unique_name import NameTaken
from models.staff.user import EmailTaken, Right, User
from models.teams.cover import Cover
from models.teams.staff_invitation import StaffInvitation
from tests.support.cast import PASSWORD
from tests.support.two_at_once import at_once

NEW = "ny@firma.example"
REFUSALS = (
    *(EmailTaken, NameTaken, LabelTaken, RelationTaken, Taken, Stale),
    *(phones.Taken,),
)

# Where a row is made only by a name that nobody else can have (random, or of a file of its own), or by no verb that two
# people could use at once: the row comes into being with its parent.
NOBODYS = {
    *("sign_in.token_hash", "portal_session.token_hash", "passkey.credential_id", "document.file"),
    *("pipeline.name", "pipeline_member.pipeline+user", "job_assignee.job+user", "task_assignee.task+user"),
    *("signer.request+contact", "proposal_signer.proposal+contact", "invoice.number"),
    *("linked_address.link+address", "number_series.name", "retention_period.kind+valid_from"),
}


@pytest.fixture(autouse=True)
def together(monkeypatch):
    """Let the two who write a row meet just before: each has asked whether it is free. Who waits for the other's lock
    does not come, and after a moment the first goes on alone.
    """
    meeting = Barrier(2)

    def wait():
        with suppress(BrokenBarrierError):
            meeting.wait(0.3)

    write, amend = Recorded._write, Recorded.amend

    def late_write(self):
        wait()
        write(self)

    def late_amend(self, actor, verb="changed", **values):
        if {"email", "name", "label"} & values.keys():
            wait()
        return amend(self, actor, verb, **values)

    monkeypatch.setattr(Recorded, "_write", late_write)
    monkeypatch.setattr(Recorded, "amend", late_amend)


def unique_indexes() -> set[str]:
    found = set()
    for model in TABLES:
        table, fields = model._meta.table_name, model._meta.sorted_fields
        found |= {f"{table}.{field.name}" for field in fields if field.unique}
        found |= {f"{table}.{'+'.join(names)}" for names, unique in model._meta.indexes if unique}
    return found


def both(first, second) -> list[str]:
    """What the two got, the refused one by the name of the refusal, else `done`."""
    outcomes = at_once(first, second, expected=Exception)
    return sorted(type(each).__name__ if isinstance(each, Exception) else "done" for each in outcomes)


def twice(verb) -> list[str]:
    return both(verb, verb)


def signed_in_at(email: str) -> int:
    return User.select().where(User.email == email).count()


def two_hire(cast):
    names = iter("AB")
    assert twice(lambda: User.hire(cast.olga, next(names), NEW, "employee", PASSWORD)) == [
        "EmailTaken",
        "done",
    ]
    return signed_in_at(NEW)


def two_change(cast):
    nils, alice = cast.nils, cast.alice
    outcomes = at_once(
        lambda: change_email(nils, NEW, nils), lambda: change_email(alice, NEW, alice), expected=()
    )
    assert sorted(outcomes) == [False, True]
    return signed_in_at(NEW)


def one_accepts_and_one_changes(cast):
    nils = cast.nils
    invitation = StaffInvitation.send(cast.olga, name="Ny", email=NEW, role="employee", grace=AT_ONCE)
    outcomes = at_once(
        lambda: invitation.accept(hash_password(PASSWORD)),
        lambda: change_email(nils, NEW, nils),
        expected=(),
    )
    assert sum(map(bool, outcomes)) == 1
    return signed_in_at(NEW)


def two_grant(cast):
    assert twice(lambda: cast.nils.grant("manage_tags", cast.olga)) == ["done"] * 2
    return Right.select().where(Right.user == cast.nils).count()


def two_open(cast):
    contact = {"first_name": "Ny"}
    verb = lambda: open_client(cast.olga, type="company", name="Ny", contact=contact, idempotency_key="nøgle")
    assert twice(verb) == ["done"] * 2
    return Account.select().where(Account.idempotency_key == "nøgle").count()


def two_assign(cast):
    assert twice(lambda: cast.a.assign(cast.nils, cast.olga)) == ["done"] * 2
    return Assignment.select().where(Assignment.user == cast.nils).count()


def two_choose(cast):
    assert twice(lambda: DefaultMember.choose(cast.nils, cast.olga)) == ["done"] * 2
    return DefaultMember.select().count()


def two_create_a_role(cast):
    assert twice(lambda: AccountRole.add_unique(cast.olga, "Revisor")) == ["NameTaken", "done"]
    return AccountRole.select().where(AccountRole.name == "Revisor").count()


def two_give(cast):
    role = AccountRole.add_unique(cast.olga, "Revisor")
    alice, rikke = cast.alice, cast.rikke
    assert (
        both(lambda: role.give(cast.a, alice, None), lambda: role.give(cast.a, rikke, None)) == ["done"] * 2
    )
    return AccountRoleHolder.select().count()


def two_relate(cast):
    verb = lambda: AccountRelation.relate(cast.olga, cast.a, cast.b, "owns")
    assert twice(verb) == ["RelationTaken", "done"]
    return AccountRelation.select().count()


def two_add_an_address(cast):
    anna = cast.address("anna@a.example").link.contact
    assert twice(lambda: add_address(anna, "ny@a.example", cast.olga)) == ["Taken", "done"]
    return Address.select().where(Address.email == "ny@a.example").count()


def two_correct_an_address(cast):
    rows = [cast.address(f"{name}@a.example").address for name in ("anna", "anna.privat")]
    verbs = [lambda each=each: correct_address(each, "ny@a.example", cast.olga) for each in rows]
    assert both(*verbs) == ["Taken", "done"]
    return Address.select().where(Address.email == "ny@a.example").count()


def two_link(cast):
    bent = Contact.get(Contact.first_name == "Bent")
    assert twice(lambda: link_contact(cast.a, bent, cast.olga)) == ["done"] * 2
    rows = LinkedAddress.select().join(Link).where(Link.account == cast.a, Link.contact == bent)
    assert rows.count() == 1
    return Link.select().where(Link.account == cast.a, Link.contact == bent).count()


def two_mute(cast):
    row = cast.address("anna@a.example")
    assert twice(lambda: row.mute("reminders", cast.olga)) == ["done"] * 2
    return MutedNotification.select().count()


def two_accept(cast):
    aase = cast.address("aase@a.example").link.contact
    link_contact(cast.b, aase, cast.olga)
    rows = [
        row
        for account in (cast.a, cast.b)
        for row in LinkedAddress.on(account)
        if row.address.email == "aase@a.example"
    ]
    for row in rows:
        row.turn("login", True, cast.olga)
    sent = [Invitation.send(LinkedAddress.get_by_id(row.id), cast.olga) for row in rows]
    accepted = [lambda each=each: each.accept(hash_password(PASSWORD)) for each in sent]
    assert both(*accepted) == ["done"] * 2
    return PortalUser.select().where(PortalUser.email_folded == "aase@a.example").count()


def two_create_a_tag(cast):
    assert twice(lambda: Tag.add_unique(cast.olga, "Moms")) == ["NameTaken", "done"]
    return Tag.select().where(Tag.name == "Moms").count()


def two_rename_a_tag(cast):
    tags = [Tag.add_unique(cast.olga, name) for name in "AB"]
    verbs = [lambda each=each: each.edit_unique(cast.olga, each.last_event_id, name="Moms") for each in tags]
    assert both(*verbs) == ["NameTaken", "done"]
    return Tag.select().where(Tag.name == "Moms").count()


def two_tag(cast):
    tag = Tag.add_unique(cast.olga, "Moms")
    assert twice(lambda: tag.put_on(cast.a, cast.olga)) == ["done"] * 2
    return AccountTag.select().count()


def two_fill(cast, owner, set_):
    field = CustomField.of_set(set_).get()
    texts = iter("AB")
    verb = lambda: FieldValue.of(owner, field).fill(cast.olga, next(texts), 0)
    assert twice(verb) == ["Stale", "done"]
    return CustomValue.select().where(CustomValue.field == field).count()


def two_fill_an_account(cast):
    return two_fill(cast, cast.a, "account")


def two_fill_a_contact(cast):
    return two_fill(cast, cast.address("anna@a.example").link.contact, "contact")


def two_look_at_an_account(cast):
    assert twice(lambda: RecentAccount.note(cast.nils, cast.a)) == ["done"] * 2
    return RecentAccount.select().count()


def two_look_at_a_document(cast):
    made = Document.create(account=cast.a, name="brev.txt", mime_type="text/plain", size=3)
    assert twice(lambda: made.mark_viewed(cast.nils)) == ["done"] * 2
    return DocumentView.select().count()


def two_open_a_document(cast):
    made = Document.create(account=cast.a, name="brev.txt", mime_type="text/plain", size=3, shared_at=now())
    anna = cast.address("anna@a.example").link.contact
    assert twice(lambda: made.mark_opened(anna, "anna@a.example")) == ["done"] * 2
    return DocumentOpening.select().count()


def two_answer_a_question(cast):
    assert sorted(at_once(*[lambda: UsedChallenge.use(b"x" * 32, timedelta(60))] * 2, expected=())) == [
        False,
        True,
    ]
    return UsedChallenge.select().count()


SCENES = {
    "user.email+kept_apart": (two_hire, two_change, one_accepts_and_one_changes),
    "right.user+name": (two_grant,),
    "account.idempotency_key": (two_open,),
    "assignment.account+user": (two_assign,),
    "default_member.user": (two_choose,),
    "account_role.name": (two_create_a_role,),
    "account_role_holder.account+role": (two_give,),
    "account_relation.account+related+kind": (two_relate,),
    "address.contact+email_folded+kept_apart": (two_add_an_address, two_correct_an_address),
    "link.account+contact": (two_link,),
    "muted_notification.linked_address+type": (two_mute,),
    "portal_user.email_folded+kept_apart": (two_accept,),
    "tag.name": (two_create_a_tag, two_rename_a_tag),
    "account_tag.account+tag": (two_tag,),
    "custom_value.field+account": (two_fill_an_account,),
    "custom_value.field+contact": (two_fill_a_contact,),
    "recent_account.user+account_id": (two_look_at_an_account,),
    "document_view.document+user": (two_look_at_a_document,),
    "document_opening.document+contact": (two_open_a_document,),
    "used_challenge.challenge_hash": (two_answer_a_question,),
}


def test_every_unique_index_has_its_scene():
    assert unique_indexes() == SCENES.keys() | NOBODYS


@pytest.mark.asvs("15.4.2")
@pytest.mark.parametrize("scene", [scene for scenes in SCENES.values() for scene in scenes])
def test_two_at_once_leave_one(cast, scene):
    assert scene(cast) == 1


# What only the rules keep apart, and no index


def test_two_who_define_the_same_field_make_one(cast):
    verb = lambda: CustomField.define(cast.olga, set="account", label="Ny", type="text")
    assert twice(verb) == ["LabelTaken", "done"]
    assert CustomField.select().where(CustomField.label == "Ny").count() == 1


def test_two_who_give_two_fields_one_label_give_it_to_one(cast):
    made = [CustomField.define(cast.olga, set="account", label=label, type="text") for label in "AB"]
    verbs = [
        lambda each=each: each.revise(
            cast.olga, each.last_event_id, label="Ny", type="text", choices="", required=False
        )
        for each in made
    ]
    assert both(*verbs) == ["LabelTaken", "done"]


def test_two_who_add_the_same_phone_add_one(cast):
    anna = cast.address("anna@a.example").link.contact
    assert twice(lambda: phones.add_phone(anna, "20 30 40 50", cast.olga)) == ["Taken", "done"]
    assert Phone.select().where(Phone.contact == anna).count() == 2


def test_two_who_begin_the_same_cover_begin_one(cast):
    alice, bob = cast.alice, cast.bob
    verb = lambda: Cover.begin(alice, bob, today() + timedelta(3), alice)
    assert twice(verb) == ["done"] * 2
    assert Cover.live().count() == 1


def test_two_who_invite_the_same_colleague_mail_one_link_that_ends_the_other(cast):
    verb = lambda: StaffInvitation.send(cast.olga, name="Ny", email=NEW, role="employee")
    assert twice(verb) == ["done"] * 2
    waiting = list(Outbox.select().where(Outbox.kind == "staff_invitation", Outbox.state == "waiting"))
    assert [mail.email for mail in waiting] == [NEW]
    with at(now() + GRACE):
        Outbox.next_due().succeeded()
    assert [each.id for each in StaffInvitation.unanswered()] == [waiting[0].subject_id]


def test_what_the_database_refuses_all_the_same_is_409(browse, cast, monkeypatch):
    """The last net, for what two people do that nobody has thought of."""

    def collide(*_args, **_values):
        Tag.insert_many([{"name": "Moms", "colour": "blue"}] * 2).execute()

    monkeypatch.setattr(Tag, "add_unique", collide)
    answer = browse(cast.olga).post("/settings/tags?lang=en", data={"name": "Moms", "colour": "blue"})
    assert answer.status_code == 409
    assert "nothing was saved" in answer.text
