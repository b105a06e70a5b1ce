"""Merges: two that turn out to be one."""

import re

import pytest

import search_index
from models.base.clock import now
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.custom_field import CustomField
from models.clients.custom_value import CustomValue
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact, unlink
from models.clients.merge import Merge
from models.documents.document import Document
from models.merging.merging import merge
from models.work.job import Job, Pipeline, Stage
from tests.support import rows
from tests.support.digest import digest
from tests.support.visiting import give_access


def both(cast, person):
    """Let somebody who may manage accounts be on both."""
    for account in (cast.a, cast.b):
        account.assign(getattr(cast, person), cast.olga)
    return {"kind": "account", "keep": cast.a.id, "gone": cast.b.id}


def two(cast, kept="anna@a.example", gone="bent@b.example") -> dict:
    """Two contacts."""
    ids = [cast.address(email).address.contact_id for email in (kept, gone)]
    return {"kind": "contact", "keep": ids[0], "gone": ids[1]}


def query(fields) -> str:
    return "&".join(f"{name}={value}" for name, value in fields.items())


def plain(response) -> str:
    """A body without what differs at every request, without the address that was asked for and what was sent to it."""
    text = re.sub(r'\s*<div id="kept">.*?</div>\s*</div>', "", response.text, flags=re.DOTALL)
    return re.sub(r'nonce="[^"]*"|toast-[0-9a-f]{8}|name="next" value="[^"]*"', "", text)


# Accounts


@pytest.mark.parametrize(
    ("person", "status"),
    [("alice", 403), ("nils", 403), ("erik", 404), ("rikke", 404), ("mona", 303), ("adam", 303)],
)
def test_both_clients_must_be_ones_own_and_the_right_is_needed(browse, cast, person, status):
    browser = browse(getattr(cast, person))
    fields = {"kind": "account", "keep": cast.a.id, "gone": cast.b.id}
    before = digest()
    seen = browser.get(f"/merges/new?{query(fields)}")
    assert seen.status_code == (200 if status == 303 else status)
    assert digest() == before
    assert browser.post("/merges", data=fields).status_code == status
    if status != 303:
        assert digest() == before
        assert "Østergaard" not in seen.text or person == "rikke"


@pytest.mark.parametrize("side", ["keep", "gone"])
def test_a_foreign_client_is_answered_like_one_that_does_not_exist(browse, cast, side):
    browser = browse(cast.rikke)
    fields = {"kind": "account", "keep": cast.a.id, "gone": cast.a.id}
    answers = []
    for other in (cast.b.id, 987, "9" * 30):
        asked = fields | {side: other}
        answers += [browser.get(f"/merges/new?{query(asked)}"), browser.post("/merges", data=asked)]
    assert {each.status_code for each in answers} == {404}
    assert len({plain(each) for each in answers}) == 1


def test_an_archived_client_is_not_merged(browse, cast):
    browser = browse(cast.olga)
    fields = {"kind": "account", "keep": cast.a.id, "gone": cast.old.id}
    before = digest()
    assert browser.get(f"/merges/new?{query(fields)}").status_code == 409
    assert browser.post("/merges", data=fields).status_code == 409
    assert digest() == before


def test_a_client_in_the_bin_is_not_merged(browse, cast):
    cast.b.archive(cast.olga)
    cast.b.bin(cast.olga)
    fields = {"kind": "account", "keep": cast.a.id, "gone": cast.b.id}
    assert browse(cast.olga).post("/merges", data=fields).status_code == 404


def test_one_is_not_merged_with_itself(browse, cast):
    browser = browse(cast.olga)
    fields = {"kind": "account", "keep": cast.a.id, "gone": cast.a.id}
    before = digest()
    assert browser.get(f"/merges/new?{query(fields)}").status_code == 422
    assert browser.post("/merges", data=fields).status_code == 409
    assert digest() == before


def test_the_preview_names_what_moves_what_conflicts_and_who_sees_it(browse, cast):
    fields = both(cast, "rikke")
    link_contact(cast.b, cast.address("aase@a.example").address.contact, cast.olga)
    for row in LinkedAddress.on(cast.a):
        row.turn("notify", True, cast.olga)
    cast.b.amend(cast.olga, phone="+4586123456")
    field = CustomField.add(cast.olga, set="account", label="Momsperiode", type="text")
    for account, value in ((cast.a, "kvartal"), (cast.b, "måned")):
        CustomValue.add(cast.olga, field=field, account=account, value=value)
    Document.create(account=cast.b, name="Bilag.pdf", mime_type="application/pdf", size=1)
    browser = browse(cast.rikke)
    before = digest()
    text = browser.get(f"/merges/new?{query(fields)}&lang=en").text
    for words in (
        "NOTIFY of aase@a.example on Østergaard Byg ApS: on → off.",
        "Bent Bøgh is moved, with all its switches.",
        "Åse Lund is linked to both and keeps one link.",
        "Bob Eriksen joins the team and can see everything about both.",
        "Momsperiode: both have a value",
        "kvartal",
        "måned",
        "+4586123456, which was missing.",
        'Documents: <span class="count">1</span>',
        f"keep={cast.b.id}&amp;gone={cast.a.id}",
    ):
        assert words in text, words
    assert digest() == before


def test_the_preview_says_who_will_see_what_in_the_portal(browse, cast):
    fields = both(cast, "rikke")
    for row in (cast.address("aase@a.example"), cast.address("bent@b.example")):
        row.turn("login", True, cast.olga)
    give_access(cast.address("bent@b.example"))
    for account, count in ((cast.a, 1), (cast.b, 2)):
        for name in range(count):
            told = {"name": str(name), "mime_type": "text/plain", "size": 1, "shared_at": now()}
            Document.create(account=account, **told)
    text = browse(cast.rikke).get(f"/merges/new?{query(fields)}&lang=en").text
    for words in (
        "Bent Bøgh (bent@b.example) will see what is shared on Østergaard Byg ApS: 1 document today.",
        "Åse Lund (aase@a.example) will see what is shared on Bageriet Bøgh once the invitation is accepted:",
        ": 2 documents today.",
    ):
        assert words in text, words
    contacts = [cast.address(email).link.contact_id for email in ("aase@a.example", "bent@b.example")]
    text = (
        browse(cast.olga).get(f"/merges/new?kind=contact&keep={contacts[0]}&gone={contacts[1]}&lang=en").text
    )
    assert "Who will see what in the portal" not in text


def test_what_one_may_not_see_is_not_counted(browse, cast):
    fields = both(cast, "rikke")
    rows.add(cast.b, cast.olga, 1)
    pipeline = Pipeline.create(name="Lukket")
    stage = Stage.create(pipeline=pipeline, name="Start", position=1)
    Job.start(cast.b, stage, "Hemmeligt job", [])
    CustomValue.add(
        cast.olga,
        field=CustomField.add(cast.olga, set="account", label="CPR", type="sensitive"),
        account=cast.b,
        value="010203-1234",
    )
    seen = browse(cast.rikke).get(f"/merges/new?{query(fields)}&lang=en").text.split('id="merge-plan"')[1]
    for hidden in ("Invoices", "Payments", "Jobs", "Time entries", "Proposals", "Organizers", "010203-1234"):
        assert hidden not in seen.split("</section>")[0]
    full = browse(cast.olga).get(f"/merges/new?{query(fields)}&lang=en").text
    assert "010203-1234" not in full
    for shown in ("Invoices", "Jobs", "Time entries"):
        assert shown in full


def test_it_is_done_once_told_with_a_way_back_and_led_on_to(browse, cast):
    fields = both(cast, "rikke")
    browser = browse(cast.rikke)
    gone = cast.b.id
    response = browser.post("/merges", data=fields)
    assert response.location == f"/accounts/{cast.a.id}"
    made = Merge.get()
    assert f'action="/merges/{made.id}/deletion"' in browser.get(response.location).text
    before = digest()
    assert browser.post("/merges", data=fields).location == response.location
    assert digest() == before
    assert browser.get(f"/accounts/{gone}/info?x=1").location == f"/accounts/{cast.a.id}/info?x=1"
    cast.old.reactivate(cast.olga)
    merge(cast.old, cast.a, cast.olga)
    assert browse(cast.olga).get(f"/accounts/{gone}").location == f"/accounts/{cast.old.id}"
    assert browser.post(f"/accounts/{gone}/archival", data={"on": "1"}).status_code == 404
    assert browse(cast.nils).get(f"/accounts/{gone}").status_code == 404


def test_two_again(browse, cast):
    fields = both(cast, "rikke")
    browser = browse(cast.rikke)
    browser.post("/merges", data=fields)
    made = Merge.get()
    listed = browser.get("/merges?lang=en").text
    assert "Bageriet Bøgh was merged into Østergaard Byg ApS" in listed
    assert browser.post(f"/merges/{made.id}/deletion").status_code == 303
    assert cast.b.merged_into is None
    assert "Bageriet" not in browser.get("/merges").text.split("<main")[1]
    before = digest()
    assert browser.post(f"/merges/{made.id}/deletion").status_code == 303
    assert digest() == before


@pytest.mark.parametrize(("person", "status"), [("alice", 403), ("nils", 404), ("mona", 303)])
def test_only_those_who_may_change_the_kept_undo_it(browse, cast, person, status):
    browse(cast.olga).post("/merges", data={"kind": "account", "keep": cast.a.id, "gone": cast.b.id})
    cast.nils.grant("manage_accounts", cast.olga)
    browser = browse(getattr(cast, person))
    before = digest()
    assert browser.post(f"/merges/{Merge.get().id}/deletion").status_code == status
    if status == 303:
        return
    assert digest() == before
    if status == 404:
        foreign = browser.post(f"/merges/{Merge.get().id}/deletion")
        assert plain(foreign) == plain(browser.post("/merges/987/deletion"))
        assert "Bageriet" not in browser.get("/merges").text


def test_an_archived_one_is_not_made_two(browse, cast):
    browser = browse(cast.olga)
    browser.post("/merges", data={"kind": "account", "keep": cast.a.id, "gone": cast.b.id})
    cast.a.archive(cast.olga)
    before = digest()
    assert browser.post(f"/merges/{Merge.get().id}/deletion").status_code == 409
    assert digest() == before


# Contacts


@pytest.mark.parametrize(
    ("person", "status"),
    # Erik may manage contacts and view all of them, but A is not his: what is done to Anna would show there.
    [
        ("alice", 403),
        ("bob", 403),
        ("nils", 403),
        ("rikke", 404),
        ("erik", 404),
        ("mona", 303),
        ("adam", 303),
    ],
)
def test_all_accounts_of_both_people_must_be_ones_own(browse, cast, person, status):
    browser = browse(getattr(cast, person))
    before = digest()
    response = browser.post("/merges", data=two(cast))
    assert response.status_code == status
    if status != 303:
        assert digest() == before
        assert "Anna" not in response.text


def test_a_person_who_stands_on_a_foreign_client_too_is_answered_like_nobody(browse, cast):
    browser = browse(cast.rikke)
    fields = two(cast, "anna@a.example", "aase@a.example")
    link_contact(cast.b, Contact.get_by_id(fields["gone"]), cast.olga)
    before = digest()
    known, nobody = (
        browser.get(f"/merges/new?{query(fields | {'gone': gone})}") for gone in (fields["gone"], 987)
    )
    assert known.status_code == nobody.status_code == 404
    assert plain(known) == plain(nobody)
    assert browser.post("/merges", data=fields).status_code == 404
    assert digest() == before


def test_two_people_become_one_and_two_again(browse, cast):
    fields = two(cast, "anna@a.example", "aase@a.example")
    browser = browse(cast.rikke)
    text = browser.get(f"/merges/new?{query(fields)}&lang=en").text
    assert "aase@a.example is moved." in text
    assert browser.post("/merges", data=fields).location == f"/contacts/{fields['keep']}"
    assert [row.address.email for row in LinkedAddress.on(cast.a)].count("aase@a.example") == 1
    assert browser.post(f"/merges/{Merge.get().id}/deletion").status_code == 303
    assert Contact.select().where(Contact.merged_into.is_null(False)).count() == 0


# Choosing the two


def test_the_two_are_found_by_name_or_id_among_ones_own(browse, cast):
    page = browse(cast.olga).get("/merges/new?kind=contact&keep=anna&gone=&lang=en").text
    anna = cast.address("anna@a.example").address.contact_id
    assert f"kind=contact&amp;keep={anna}&amp;gone=" in page
    assert "Anna" not in browse(cast.erik).get("/merges/new?kind=contact&keep=anna&gone=").text
    named = browse(cast.rikke).get(f"/merges/new?kind=account&keep={cast.b.id}&gone=&lang=en").text
    assert "Bageriet" not in named


def test_clients_are_found_by_name(browse, cast, app):
    search_index.rebuild()
    page = browse(cast.olga).get("/merges/new?kind=account&keep=bager&gone=&lang=en").text
    assert f"kind=account&amp;keep={cast.b.id}&amp;gone=" in page
    assert "Bageriet" not in browse(cast.rikke).get("/merges/new?kind=account&keep=bager&gone=").text


def test_nothing_typed_is_a_form(browse, cast):
    for person in ("olga", "rikke", "erik"):
        assert 'name="keep"' in browse(getattr(cast, person)).get("/merges/new").text


def test_the_list_makes_no_more_queries_for_more_merges(browse, cast, queries):
    browser = browse(cast.olga)
    counts = []
    for number in range(3):
        rows.add(cast.a, cast.olga, number)
        kept, gone = (
            Account.select().where(Account.name.startswith("Søster")).order_by(Account.id.desc())[:1],
            cast.a,
        )
        browser.post("/merges", data={"kind": "account", "keep": gone.id, "gone": kept[0].id})
        browser.get("/accounts")  # takes the toasts
        with queries() as seen:
            browser.get("/merges")
        counts.append(len(seen))
    assert counts[1] == counts[2]


def test_two_again_only_for_whom_all_clients_of_it_are_open(browse, cast):
    """Rikke may open A alone, where the person stands by now; the merge had to do with B too."""
    gone = cast.address("aase@a.example").link.contact
    kept = Contact.meet(cast.olga, first_name="Aase", emails=["aase@x.example"])
    for account in (cast.a, cast.b):
        link_contact(account, kept, cast.olga)
    link_contact(cast.b, gone, cast.olga)
    made = merge(kept, gone, cast.olga)
    unlink(Link.get(contact=kept, account=cast.b), cast.erik)
    browser = browse(cast.rikke)
    assert kept.name not in browser.get("/merges").text
    before = digest()
    assert browser.post(f"/merges/{made.id}/deletion").status_code == 404
    assert digest() == before
