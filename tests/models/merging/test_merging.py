"""Two that turn out to be one, and two again: what stands, what moves, what comes back."""

from datetime import timedelta

import pytest

from models.base.clock import at, now, today
from models.base.event import Event
from models.base.search_change import SearchChange
from models.billing.invoice import Invoice
from models.billing.proposal import Proposal, ProposalSigner
from models.clients.account import Account, Assignment, EarlierName
from models.clients.account_relation import AccountRelation
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.clients.addresses import remove_address
from models.clients.contact import Address, Contact, Phone
from models.clients.custom_field import CustomField
from models.clients.custom_value import CustomValue
from models.clients.link import Link
from models.clients.linked_address import SWITCHES, LinkedAddress, MutedNotification
from models.clients.linking import link_contact, unlink
from models.clients.merge import Merge, MovedRow
from models.clients.new_client import open_client
from models.clients.tag import AccountTag, Tag
from models.conversation.email import Email
from models.documents.document import Document
from models.history.account_as_of import AccountAsOf
from models.merging.merging import NotMergeable, merge, preview, unmerge
from models.portal.portal_login import PortalLogin
from tests.support.digest import digest, digests

# What the history and the record of the merge hold, and what counts what may be seen, differs afterwards.
TOLD = {"event", "merge", "moved_row", "search_change", "user"}


def state() -> dict:
    return {table: value for table, value in digests().items() if table not in TOLD}


def emails(account) -> list[str]:
    return [row.address.email for row in LinkedAddress.on(account)]


def team(account) -> set[str]:
    return {user.name.split()[0] for user in account.team}


@pytest.fixture
def shared(cast) -> Contact:
    """Åse, who stands on both accounts."""
    contact = cast.address("aase@a.example").address.contact
    link_contact(cast.b, contact, cast.olga)
    return contact


def row_of(account, email) -> LinkedAddress:
    return next(row for row in LinkedAddress.on(account) if row.address.email == email)


def both_ways(cast, shared):
    """Åse's rows on the kept and on the other account."""
    return row_of(cast.a, "aase@a.example"), row_of(cast.b, "aase@a.example")


# Accounts


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize(("ours", "theirs", "stands"), [(1, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 0)])
def test_of_two_switches_the_stricter_wins(cast, shared, switch, ours, theirs, stands):
    for row, on in zip(both_ways(cast, shared), (ours, theirs), strict=True):
        row.turn(switch, bool(on), cast.olga)
    merge(cast.a, cast.b, cast.olga)
    assert row_of(cast.a, "aase@a.example").is_on(switch) == bool(stands)
    assert emails(cast.a).count("aase@a.example") == 1


def test_what_is_muted_on_one_is_muted(cast, shared):
    ours, theirs = both_ways(cast, shared)
    MutedNotification.add(cast.olga, linked_address=ours, type="reminders")
    MutedNotification.add(cast.olga, linked_address=theirs, type="reminders")
    MutedNotification.add(cast.olga, linked_address=theirs, type="new_document")
    merge(cast.a, cast.b, cast.olga)
    assert sorted(each.type for each in row_of(cast.a, "aase@a.example").muted) == [
        "new_document",
        "reminders",
    ]


def test_tags_roles_and_values_of_both_stand_as_the_kept_has_them(cast):
    both, only = (Tag.add(cast.olga, name=name) for name in ("Begge", "Kun B"))
    for tag, accounts in ((both, (cast.a, cast.b)), (only, (cast.b,))):
        for account in accounts:
            tag.put_on(account, cast.olga)
    role, other = (AccountRole.create(name=name) for name in ("Revisor", "Bogholder"))
    AccountRoleHolder.add(cast.olga, account=cast.a, role=role, user=cast.alice)
    for each in (role, other):
        AccountRoleHolder.add(cast.olga, account=cast.b, role=each, user=cast.bob)
    field, extra = (CustomField.add(cast.olga, set="account", label=name, type="text") for name in "XY")
    CustomValue.add(cast.olga, field=field, account=cast.a, value="vores")
    for each in (field, extra):
        CustomValue.add(cast.olga, field=each, account=cast.b, value="deres")
    before = state()

    made = merge(cast.a, cast.b, cast.olga)
    assert [tag.name for tag in Tag.of_account(cast.a)] == ["Begge", "Kun B"]
    holders = {row.role.name: row.user.name for row in AccountRoleHolder.of_account(cast.a)}
    assert holders == {"Revisor": "Alice Dam", "Bogholder": "Bob Eriksen"}
    values = {row.field.label: row.value for row in CustomValue.select().where(CustomValue.account == cast.a)}
    assert values == {"X": "vores", "Y": "deres"}
    unmerge(made, cast.olga)
    assert state() == before


def test_the_team_is_everybody_of_both_for_the_longer_time(cast):
    soon, later = now() + timedelta(days=3), now() + timedelta(days=9)
    cast.a.assign(cast.nils, cast.olga, soon)
    cast.b.assign(cast.nils, cast.olga, later)
    made = merge(cast.a, cast.b, cast.olga)
    assert team(cast.a) == {"Alice", "Rikke", "Bob", "Erik", "Nils"}
    place = Assignment.get(account=cast.a, user=cast.nils)
    assert place.until_at == later
    unmerge(made, cast.olga)
    assert (team(cast.a), team(cast.b)) == ({"Alice", "Rikke", "Nils"}, {"Bob", "Erik", "Nils"})
    assert Assignment.get(account=cast.a, user=cast.nils).until_at == soon


def test_nobody_is_related_to_themselves(cast):
    AccountRelation.add(cast.olga, account=cast.a, related=cast.b, kind="owns")
    AccountRelation.add(cast.olga, account=cast.b, related=cast.old, kind="owns")
    before = state()
    made = merge(cast.a, cast.b, cast.olga)
    rows = [(row.account_id, row.related_id) for row in AccountRelation.select()]
    assert rows == [(cast.a.id, cast.old.id)]
    unmerge(made, cast.olga)
    assert state() == before


KNOWN = {
    "street": "Havnegade 1",
    "postal_code": "8000",
    "city": "Aarhus C",
    "phone": "+4586123456",
    "website": "https://boegh.example",
    "registration_number": "25313763",
}


def test_what_the_kept_lacks_is_filled(cast):
    cast.b.amend(cast.olga, **KNOWN)
    before = state()
    made = merge(cast.a, cast.b, cast.olga)
    assert {name: getattr(cast.a, name) for name in KNOWN} == KNOWN
    filled = Event.select().where(Event.kind == "account.changed", Event.action == made.action)
    assert filled.count() == 4
    unmerge(made, cast.olga)
    assert state() == before


def test_an_emptied_custom_field_is_filled(cast):
    field = CustomField.add(cast.olga, set="account", label="X", type="text")
    for account, value in ((cast.a, ""), (cast.b, "deres")):
        CustomValue.add(cast.olga, field=field, account=account, value=value)
    before = state()
    made = merge(cast.a, cast.b, cast.olga)
    assert [(row.account, row.value) for row in CustomValue.select()] == [(cast.a, "deres")]
    unmerge(made, cast.olga)
    assert state() == before


def test_what_the_kept_has_stands_and_an_address_is_never_mixed(cast):
    cast.a.amend(cast.olga, city="Risskov", phone="+4511111111")
    cast.b.amend(cast.olga, **KNOWN)
    merge(cast.a, cast.b, cast.olga)
    assert (cast.a.street, cast.a.city, cast.a.phone) == ("", "Risskov", "+4511111111")
    assert cast.a.website == KNOWN["website"]


def test_signers_keep_their_order_and_newcomers_come_after_them(cast):
    before = [link.contact.name for link in in_signing_order(cast.a)]
    merge(cast.a, cast.b, cast.olga)
    assert [link.contact.name for link in in_signing_order(cast.a)] == [*before, "Bent Bøgh"]
    numbers = [link.signer_priority for link in in_signing_order(cast.a)]
    assert len(set(numbers)) == len(numbers)


def in_signing_order(account):
    return sorted(Link.of_account(account), key=lambda link: link.signer_priority)


def test_papers_mail_and_money_move_and_come_back(cast):
    Document.create(account=cast.b, name="Bilag.pdf", mime_type="application/pdf", size=1)
    Email.create(account=cast.b, thread_key="1", direction="in", address="x@x.example", subject="Hej")
    Invoice.issue(cast.b, [("Bogføring", 100, 120_000, 25)], today(), today())
    PortalLogin.note(cast.b, cast.address("bent@b.example").address.contact, "bent@b.example")
    before, login = state(), cast.b.last_login_at
    made = merge(cast.a, cast.b, cast.olga)
    for model in (Document, Email, Invoice):
        assert [row.account for row in model.select()] == [cast.a]
    assert cast.a.last_login_at == login
    assert MovedRow.select().where(MovedRow.merge == made).count() == 4
    unmerge(made, cast.olga)
    assert state() == before


def test_search_finds_the_kept_by_the_name_of_the_other(cast):
    made = merge(cast.a, cast.b, cast.olga)
    assert [row.name for row in EarlierName.select().where(EarlierName.account == cast.a)] == [
        "Bageriet Bøgh"
    ]
    unmerge(made, cast.olga)
    assert not EarlierName.select().exists()


def names_of(account) -> list[str]:
    rows = EarlierName.select().where(EarlierName.account == account).order_by(EarlierName.id)
    return [row.name for row in rows]


def test_an_earlier_name_of_the_kept_own_outlives_the_merge_and_its_undoing(cast):
    for name in ("Bageriet Bøgh", "Østergaard Byg ApS"):
        cast.a.rename(name, cast.olga)
    before = names_of(cast.a)
    made = merge(cast.a, cast.b, cast.olga)
    assert names_of(cast.a) == [*before, "Bageriet Bøgh"]
    unmerge(made, cast.olga)
    assert names_of(cast.a) == before


def test_what_the_other_was_called_before_is_found_too_and_goes_with_it(cast):
    cast.b.rename("Bageriet Birk", cast.olga)
    made = merge(cast.a, cast.b, cast.olga)
    assert names_of(cast.a) == ["Bageriet Birk", "Bageriet Bøgh"]
    cast.old.reactivate(cast.olga)
    second = merge(cast.old, cast.a, cast.olga)
    assert set(names_of(cast.old)) == {"Østergaard Byg ApS", "Bageriet Birk", "Bageriet Bøgh"}
    unmerge(second, cast.olga)
    assert (names_of(cast.old), names_of(cast.a)) == ([], ["Bageriet Birk", "Bageriet Bøgh"])
    unmerge(made, cast.olga)
    assert (names_of(cast.a), names_of(cast.b)) == ([], ["Bageriet Bøgh"])


def test_both_are_read_anew_by_search_whatever_moved(cast, shared, anna, twin):
    """Each time in the transaction of the change itself."""
    for pair, accounts in (
        ((cast.a, cast.b), {cast.a.id, cast.b.id}),
        ((anna, twin), {cast.a.id, cast.b.id}),
    ):
        latest = SearchChange.latest_id()
        made = merge(*pair, cast.olga)
        assert {each.account_id for each in SearchChange.after(latest)} >= accounts
        latest = SearchChange.latest_id()
        unmerge(made, cast.olga)
        assert {each.account_id for each in SearchChange.after(latest)} >= accounts


def individual(cast, first_name, last_name, *others):
    """A client whose name nobody typed."""
    told = {"first_name": first_name, "last_name": last_name, "emails": [f"{first_name.lower()}@x.example"]}
    made = open_client(cast.olga, type="individual", name="", contact=told)
    for contact in others:
        link_contact(made, contact, cast.olga)
    return made


def person_of(account) -> Contact:
    return Link.select().where(Link.account == account).order_by(Link.id).first().contact


def test_of_two_persons_clients_the_kept_keeps_its_name_whoever_is_renamed_later(cast):
    older, kept = individual(cast, "Bente", "Dahl"), individual(cast, "Karla", "Holm")
    made = merge(kept, older, cast.olga)
    assert kept.hold().name == "Karla Holm"
    Contact.get(Contact.first_name == "Bente").rename("Bente", "Krogh", cast.olga)
    assert kept.hold().name == "Karla Holm"
    Contact.get(Contact.first_name == "Karla").rename("Karla", "Lund", cast.olga)
    assert kept.hold().name == "Karla Lund"
    unmerge(made, cast.olga)
    assert (kept.hold().name, older.hold().name) == ("Karla Lund", "Bente Krogh")


def test_when_the_first_of_the_kept_goes_who_came_gives_the_name(cast):
    older, kept = individual(cast, "Bente", "Dahl"), individual(cast, "Karla", "Holm")
    merge(kept, older, cast.olga)
    unlink(Link.get(account=kept, contact=Contact.get(Contact.first_name == "Karla")), cast.olga)
    assert kept.hold().name == "Bente Dahl"


def test_a_client_called_as_the_person_who_is_gone_is_called_as_the_kept_one(cast):
    account = individual(cast, "Ana", "Holm")
    gone, kept = person_of(account), Contact.meet(cast.olga, first_name="Anna", last_name="Holm")
    before = state()
    made = merge(kept, gone, cast.olga)
    assert (account.hold().name, names_of(account)) == ("Anna Holm", ["Ana Holm"])
    told = Event.get(Event.kind == "account.renamed", Event.account_id == account.id)
    assert (told.source, told.action) == ("automatic", made.action)
    unmerge(made, cast.olga)
    assert (account.hold().name, names_of(account)) == ("Ana Holm", [])
    assert state() == before


def test_two_people_again_after_the_kept_was_renamed(cast):
    account = individual(cast, "Ana", "Holm")
    gone, kept = person_of(account), Contact.meet(cast.olga, first_name="Anna", last_name="Holm")
    made = merge(kept, gone, cast.olga)
    kept.rename("Anna", "Lund", cast.olga)
    assert account.hold().name == "Anna Lund"
    unmerge(made, cast.olga)
    assert (account.hold().name, names_of(account)) == ("Ana Holm", [])


def test_a_name_typed_since_stays_and_the_former_one_is_found(cast):
    account = individual(cast, "Ana", "Holm")
    gone, kept = person_of(account), Contact.meet(cast.olga, first_name="Anna", last_name="Holm")
    made = merge(kept, gone, cast.olga)
    account.rename("Holms Hus", cast.olga)
    unmerge(made, cast.olga)
    assert account.hold().name == "Holms Hus"
    assert "Ana Holm" in names_of(account)


def test_a_client_that_both_people_stand_on_is_called_as_who_is_left(cast):
    kept = Contact.meet(cast.olga, first_name="Anna", last_name="Holm", emails=["anna@y.example"])
    account = individual(cast, "Ana", "Holm", kept)
    before = state()
    made = merge(kept, person_of(account), cast.olga)
    assert account.hold().name == "Anna Holm"
    unmerge(made, cast.olga)
    assert state() == before


def test_later_edits_stay_when_it_is_two_again(cast):
    cast.b.amend(cast.olga, **KNOWN)
    made = merge(cast.a, cast.b, cast.olga)
    cast.a.amend(cast.olga, phone="+4533333333", type="other")
    row_of(cast.a, "bent@b.example").turn("notify", True, cast.olga)
    new = Document.create(account=cast.a, name="Nyt.pdf", mime_type="application/pdf", size=1)
    link = Link.get(account=cast.a, contact=cast.address("bent@b.example").address.contact)
    link.amend(cast.olga, description="bager")
    unmerge(made, cast.olga)
    assert (cast.a.phone, cast.a.type, cast.a.website) == ("+4533333333", "other", "")
    assert row_of(cast.b, "bent@b.example").is_on("notify")
    assert Link.get(account=cast.b).description == "bager"
    assert Document.get_by_id(new.id).account == cast.a


def test_the_contacts_of_the_kept_may_all_have_come_from_the_other(cast):
    made = merge(cast.a, cast.b, cast.olga)
    for link in list(Link.of_account(cast.a)):
        if link.contact.name != "Bent Bøgh":
            unlink(link, cast.olga)
    unmerge(made, cast.olga)
    assert [link.contact.name for link in Link.of_account(cast.a)] == ["Bent Bøgh"]
    assert [link.contact.name for link in Link.of_account(cast.b)] == ["Bent Bøgh"]


def test_the_team_of_the_kept_may_all_have_come_from_the_other(cast):
    made = merge(cast.a, cast.b, cast.olga)
    for member in (cast.alice, cast.rikke, cast.erik):
        cast.a.unassign(member, cast.olga)
    unmerge(made, cast.olga)
    assert team(cast.a) == team(cast.b) == {"Bob"}


def test_after_thirty_days_it_stays_one(cast):
    made = merge(cast.a, cast.b, cast.olga)
    before = digest()
    with at(now() + timedelta(days=30, minutes=1)), pytest.raises(NotMergeable):
        unmerge(made, cast.olga)
    assert digest() == before


def test_undoing_it_twice_is_undoing_it_once(cast):
    made = merge(cast.a, cast.b, cast.olga)
    unmerge(made, cast.olga)
    before = digest()
    unmerge(Merge.get_by_id(made.id), cast.olga)
    assert digest() == before


@pytest.mark.parametrize("case", ["itself", "binned", "gone already", "of two kinds"])
def test_what_cannot_be_one_changes_nothing(cast, case):
    if case == "binned":
        cast.b.archive(cast.olga)
        cast.b.bin(cast.olga)
    if case == "gone already":
        cast.old.reactivate(cast.olga)
        merge(cast.old, cast.b, cast.olga)
    other = {"itself": cast.a, "of two kinds": cast.address("bent@b.example").address.contact}
    before = digest()
    with pytest.raises(NotMergeable):
        merge(cast.a, other.get(case, cast.b), cast.olga)
    assert digest() == before


def test_a_merge_into_what_has_itself_gone_waits_for_that_one(cast):
    cast.old.reactivate(cast.olga)
    first = merge(cast.a, cast.b, cast.olga)
    second = merge(cast.old, cast.a, cast.olga)
    before = digest()
    with pytest.raises(NotMergeable):
        unmerge(first, cast.olga)
    assert digest() == before
    unmerge(second, cast.olga)
    unmerge(first, cast.olga)
    assert Account.select().where(Account.merged_into.is_null(False)).count() == 0


def test_the_preview_tells_what_happens_and_changes_nothing(cast, shared):
    Document.create(account=cast.b, name="Bilag.pdf", mime_type="application/pdf", size=1)
    row_of(cast.a, "aase@a.example").turn("notify", True, cast.olga)
    before = digest()
    plan = preview(cast.a, cast.b)
    assert digest() == before
    assert plan.moves["document"] == 1
    merge(cast.a, cast.b, cast.olga)
    done = Event.select().order_by(Event.id.desc()).limit(len(plan.events))
    assert [event.kind for event in plan.events] == [event.kind for event in reversed(done)]
    assert "linked_address.notify_withdrawn" in {event.kind for event in plan.events}


def test_the_past_of_both_is_still_told(cast):
    before = now()
    merge(cast.a, cast.b, cast.olga)
    assert [link.contact.name for link in AccountAsOf(cast.b, before).links] == ["Bent Bøgh"]
    assert len(AccountAsOf(cast.a, before).links) == 2


# Contacts


@pytest.fixture
def twin(cast) -> Contact:
    """A second Anna, on B, with one address that Anna has and one that she has not."""
    contact = Contact.meet(
        cast.olga,
        first_name="Anna",
        last_name="Ø.",
        emails=["ANNA@a.example", "anna@ny.example"],
        phone="33 12 34 56",
        street="Havnegade 1",
        city="Aarhus",
    )
    link_contact(cast.b, contact, cast.olga)
    return contact


@pytest.fixture
def anna(cast) -> Contact:
    return cast.address("anna@a.example").address.contact


def test_two_people_become_one_with_all_addresses_everywhere(cast, anna, twin):
    before = state()
    made = merge(anna, twin, cast.olga)
    held = [each.email for each in Address.select().where(Address.contact == anna).order_by(Address.position)]
    assert held == ["anna@a.example", "anna.privat@a.example", "anna@ny.example"]
    assert emails(cast.b)[:3] == ["anna@a.example", "anna.privat@a.example", "anna@ny.example"]
    assert [phone.number for phone in Phone.select().where(Phone.contact == anna)] == ["+4533123456"]
    assert Contact.get_by_id(anna.id).street == "Havnegade 1"
    unmerge(made, cast.olga)
    assert state() == before


def test_an_address_that_comes_along_is_a_newcomer_on_the_accounts_of_the_other(cast, anna, twin):
    row_of(cast.b, "anna@ny.example").turn("login", True, cast.olga)
    merge(anna, twin, cast.olga)
    assert row_of(cast.b, "anna@ny.example").is_on("login")
    assert not row_of(cast.a, "anna@ny.example").is_on("login")


def test_where_both_people_stand_the_stricter_switch_wins(cast, anna, twin):
    link_contact(cast.a, twin, cast.olga)
    row_of(cast.a, "anna@a.example").turn("notify", True, cast.olga)
    merge(anna, twin, cast.olga)
    assert emails(cast.a).count("anna@a.example") == 1
    assert not row_of(cast.a, "anna@a.example").is_on("notify")


def test_two_people_who_both_are_to_sign_stay_two_signers(cast, anna, twin):
    proposal = Proposal.draft(cast.olga, cast.a, "Tilbud", [("Revision", 1_000)])
    proposal.send([anna, twin])
    before = state()
    made = merge(anna, twin, cast.olga)
    signers = {row.contact_id for row in ProposalSigner.select()}
    assert signers == {anna.id, twin.id}
    unmerge(made, cast.olga)
    assert state() == before


def test_two_people_again_after_later_edits(cast, anna, twin):
    made = merge(anna, twin, cast.olga)
    row_of(cast.b, "anna@ny.example").turn("notify", True, cast.olga)
    anna.rename("Anna", "Aaen", cast.olga)
    unmerge(made, cast.olga)
    assert row_of(cast.b, "anna@ny.example").is_on("notify")
    assert Contact.get_by_id(anna.id).last_name == "Aaen"
    assert sorted(emails(cast.b)) == ["ANNA@a.example", "anna@ny.example", "bent@b.example"]
    assert AccountTag.select().count() == 0


TURNED = ("login", "notify", "email-sync", "signing-authority")


@pytest.fixture
def both(cast, anna, twin) -> Contact:
    """The second Anna, who stands on A too, with every switch of both on."""
    link_contact(cast.a, twin, cast.olga)
    for row in [each for each in LinkedAddress.on(cast.a) if each.link.contact_id in (anna.id, twin.id)]:
        for switch in TURNED:
            row.turn(switch, True, cast.olga)
    return twin


def rows_of(contact, account) -> list[LinkedAddress]:
    return [row for row in LinkedAddress.on(account) if row.link.contact_id == contact.id]


def is_on(contact, account, email, switch) -> bool:
    return next(row for row in rows_of(contact, account) if row.address.email == email).is_on(switch)


def test_two_people_again_on_one_client_have_their_switches(cast, anna, both):
    before = state()
    unmerge(merge(anna, both, cast.olga), cast.olga)
    assert state() == before


@pytest.mark.parametrize("switch", TURNED)
def test_a_switch_turned_off_since_comes_on_for_neither_of_two_people(cast, anna, both, switch):
    made = merge(anna, both, cast.olga)
    row_of(cast.a, "anna@a.example").turn(switch, False, cast.rikke)
    unmerge(made, cast.olga)
    assert not is_on(anna, cast.a, "anna@a.example", switch)
    assert not is_on(both, cast.a, "ANNA@a.example", switch)
    assert is_on(both, cast.a, "anna@ny.example", switch)


@pytest.mark.parametrize("turned", [(False,), (True, False)])
def test_a_switch_that_the_merge_turned_off_stays_as_it_was_turned_since(cast, anna, both, turned):
    rows_of(both, cast.a)[0].turn("login", False, cast.olga)
    made = merge(anna, both, cast.olga)
    assert not is_on(anna, cast.a, "anna@a.example", "login")
    for on in turned:
        row_of(cast.a, "anna@a.example").turn("login", on, cast.rikke)
    unmerge(made, cast.olga)
    assert is_on(anna, cast.a, "anna@a.example", "login") == (len(turned) == 1)


def test_who_was_taken_off_since_stands_there_as_neither_of_two_people(cast, anna, both):
    made = merge(anna, both, cast.olga)
    unlink(Link.get(account=cast.a, contact=anna), cast.rikke)
    unmerge(made, cast.olga)
    assert (rows_of(anna, cast.a), rows_of(both, cast.a)) == ([], [])
    assert len(rows_of(both, cast.b)) == 2


def test_an_address_removed_since_comes_back_without_its_switches(cast, anna, both):
    made = merge(anna, both, cast.olga)
    remove_address(anna.addresses.where(Address.email == "anna@a.example").get(), cast.rikke)
    unmerge(made, cast.olga)
    back = [row for row in rows_of(both, cast.a) if row.address.email == "ANNA@a.example"]
    assert [row.is_on(switch) for row in back for switch in TURNED] == [False] * 4


@pytest.mark.parametrize("done", ["turned off", "taken off"])
def test_what_was_decided_since_on_the_kept_client_holds_on_the_other(cast, shared, done):
    for row in both_ways(cast, shared):
        row.turn("login", True, cast.olga)
    made = merge(cast.a, cast.b, cast.olga)
    row = row_of(cast.a, "aase@a.example")
    if done == "turned off":
        row.turn("login", False, cast.rikke)
    else:
        unlink(row.link, cast.rikke)
    unmerge(made, cast.olga)
    assert not row_of(cast.b, "aase@a.example").is_on("login")
