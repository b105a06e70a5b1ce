"""What is said of a switch is what then happens: each number and each verb, asked of the portal by a browser."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest

from models.base import file_store
from models.base.clock import now
from models.clients.account import Account
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.documents.document import Document, Folder
from models.outgoing.outbox import KINDS, Kind
from models.portal.invitation import Invitation
from models.portal.readiness import Readiness
from tests.support.visiting import PASSWORD, enter, give_access, second_owner_of

AASE = "aase@a.example"


def fill(account):
    """One document of every kind; the client sees four of them."""
    folders = {}
    for name, access, parent in (
        *(("Internt", "private", None), ("Dybere", "edit", "Internt"), ("Dybest", "view", "Dybere")),
        *(("Åbent", "view", None), ("2026", "edit", "Åbent")),
    ):
        folders[name] = Folder.create(account=account, name=name, access=access, parent=folders.get(parent))
    long_ago, sender = now() - timedelta(days=1), LinkedAddress.on(account).get().link.contact
    for fields in (
        {"shared_at": long_ago},  # seen
        {"shared_at": None, "uploaded_by_contact": sender},  # seen
        {"shared_at": long_ago, "folder": folders["Åbent"]},  # seen
        {"shared_at": long_ago, "folder": folders["2026"]},  # seen
        {"shared_at": now() + timedelta(seconds=50)},
        {"shared_at": None},
        {"shared_at": long_ago, "binned_at": now()},
        *({"shared_at": long_ago, "folder": folders[name]} for name in ("Internt", "Dybere", "Dybest")),
        {"shared_at": None, "uploaded_by_contact": sender, "folder": folders["Dybere"]},
    ):
        kept = file_store.keep(BytesIO(b"Hej"))
        Document.create(
            account=account, name="b.txt", mime_type="text/plain", size=3, file=kept.name, **fields
        )


def place_on(account, row: LinkedAddress, cast) -> LinkedAddress:
    """The same person and address on another account, with LOGIN."""
    link_contact(account, row.link.contact, cast.olga)
    placed = next(each for each in LinkedAddress.on(account) if each.address_id == row.address_id)
    placed.turn("login", True, cast.olga)
    return LinkedAddress.get_by_id(placed.id)


def set_row(row, **values):
    LinkedAddress.update(**values).where(LinkedAddress.id == row.id).execute()


def set_account(account, **values):
    Account.update(**values).where(Account.id == account.id).execute()


# Scenes: what there is besides the row of Åse on A.


def nothing_else(cast, row):
    """One place."""


def on_another(cast, row):
    place_on(cast.b, row, cast)


def on_an_archived_one(cast, row):
    place_on(cast.b, row, cast)
    set_account(cast.b, archived_at=now())


def on_one_in_the_bin(cast, row):
    place_on(cast.b, row, cast)
    set_account(cast.b, archived_at=now(), binned_at=now())


def on_another_without_login(cast, row):
    place_on(cast.b, row, cast).turn("login", False, cast.olga)


def on_another_to_be_confirmed(cast, row):
    set_row(place_on(cast.b, row, cast), agreed_email="former@a.example")


def on_another_by_another_address(cast, row):
    """A sign-in of its own, which this one does not reach."""
    link_contact(cast.b, row.link.contact, cast.olga)


def sharer_here(cast, row):
    give_access(second_owner_of(row.address, cast.address("anna@a.example")))


def sharer_elsewhere(cast, row):
    give_access(second_owner_of(row.address, cast.address("bent@b.example")))


def sharer_who_has_not_accepted(cast, row):
    other = second_owner_of(row.address, cast.address("bent@b.example"))
    other.turn("login", True, cast.olga)
    Invitation.send(other, cast.olga)


CLOSES = "aase@a.example can no longer sign in, and open sessions end."
STAYS = "Åse loses access here; the sign-in still works for other clients."
SHARED = "Åse loses access here; Anna Østergaard keeps it."


def line_of(browser, account, row, switch="login", language="en") -> str:
    page = browser.get(f"/accounts/{account.id}/info?lang={language}").text
    found = re.search(rf'id="linked-address-{row.id}-{switch}-consequence">([^<]*)<', page)
    return unescape(found[1])


def turn(browser, account, row, switch, on: bool):
    path = f"/accounts/{account.id}/linked-addresses/{row.id}/{switch}"
    assert browser.post(path, data={"on": "1" if on else "0"}).status_code == 303


def lets_in(browse) -> bool:
    answer = browse().post("/portal/sign-in", data={"email": AASE, "password": PASSWORD})
    return answer.location == "/portal"


def documents_shown(browser, account) -> int | None:
    """How many documents the portal lists, or None where it shows nothing of the account."""
    answer = browser.get(f"/portal/accounts/{account.id}/documents")
    return answer.text.count('<li id="document-') if answer.status_code == 200 else None


@pytest.mark.parametrize(
    ("scene", "line"),
    [
        (nothing_else, CLOSES),
        (on_another, STAYS),
        (on_an_archived_one, CLOSES),
        (on_one_in_the_bin, CLOSES),
        (on_another_without_login, CLOSES),
        (on_another_to_be_confirmed, CLOSES),
        (on_another_by_another_address, CLOSES),
        (sharer_here, SHARED),
        (sharer_elsewhere, STAYS),
        (sharer_who_has_not_accepted, CLOSES),
    ],
)
def test_what_ends_with_login(browse, cast, scene, line):
    row = give_access(cast.address(AASE))
    scene(cast, row)
    inside, staff = enter(browse(), AASE), browse(cast.olga)
    assert line_of(staff, cast.a, row) == f"If turned off: {line}"
    turn(staff, cast.a, row, "login", False)
    goes_on = inside.get("/portal").status_code != 401 and "/portal/sign-in" not in str(
        inside.get("/portal").location
    )
    assert (lets_in(browse), goes_on) == ((False, False) if line == CLOSES else (True, True))
    assert (documents_shown(inside, cast.a) is not None) == (line == SHARED)


@pytest.mark.parametrize("shared", [0, 1, 4])
def test_what_opens_at_once_to_who_has_accepted(browse, cast, shared):
    row, staff = give_access(cast.address(AASE)), browse(cast.olga)
    place_on(cast.b, row, cast)
    turn(staff, cast.a, row, "login", False)
    if shared == 4:
        fill(cast.a)
    elif shared:
        Document.create(account=cast.a, name="b.txt", mime_type="text/plain", size=3, shared_at=now())
    inside = enter(browse(), AASE)
    assert documents_shown(inside, cast.a) is None
    assert (
        line_of(staff, cast.a, row)
        == {
            0: "Åse will see an empty portal: nothing is shared yet.",
            1: "Åse will see 1 document at once.",
            4: "Åse will see 4 documents at once.",
        }[shared]
    )
    turn(staff, cast.a, row, "login", True)
    assert documents_shown(inside, cast.a) == shared


@pytest.mark.parametrize("shared", [0, 4])
def test_what_opens_to_who_has_not_accepted_yet(browse, cast, shared):
    row, staff = cast.address(AASE), browse(cast.olga)
    fill(cast.b)
    if shared:
        fill(cast.a)
    things = "4 documents" if shared else "an empty portal"
    assert line_of(staff, cast.a, row) == f"Åse will see {things} once an invitation is accepted."
    turn(staff, cast.a, row, "login", True)
    assert not lets_in(browse)
    assert line_of(staff, cast.a, row) == "Nothing can be seen until an invitation is sent and accepted."
    give_access(row)
    assert documents_shown(enter(browse(), AASE), cast.a) == shared


@pytest.mark.parametrize("other_switch", [True, False])
def test_a_changed_address_opens_nothing(browse, cast, other_switch):
    row, staff = give_access(cast.address(AASE)), browse(cast.olga)
    fill(cast.a)
    turn(staff, cast.a, row, "login", False)
    if other_switch:
        turn(staff, cast.a, row, "notify", True)
    set_row(row, agreed_email="former@a.example")
    for switch in ("login", "notify", "email-sync"):
        waits = "It has no effect before the changed address is confirmed."
        assert line_of(staff, cast.a, row, switch) == waits
    turn(staff, cast.a, row, "login", True)
    assert not lets_in(browse)


def test_an_invitation_ends_with_login(browse, cast):
    row, staff = cast.address(AASE), browse(cast.olga)
    turn(staff, cast.a, row, "login", True)
    invitation = Invitation.send(LinkedAddress.get_by_id(row.id), cast.olga)
    assert line_of(staff, cast.a, row) == "If turned off: the invitation ends."
    turn(staff, cast.a, row, "login", False)
    assert Invitation.get_by_id(invitation.id).state == "revoked"


def test_other_rows_of_the_page_are_told_anew(browse, cast):
    row = give_access(cast.address(AASE))
    other = give_access(second_owner_of(row.address, cast.address("anna@a.example")))
    staff = browse(cast.olga)
    assert "Åse Lund keeps it" in line_of(staff, cast.a, other)
    path = f"/accounts/{cast.a.id}/linked-addresses/{row.id}/login?lang=en"
    fragment = staff.htmx("POST", path, data={"on": "0"}).text
    told = re.search(rf'id="linked-address-{other.id}-login-consequence">([^<]*)<', fragment)[1]
    assert told == line_of(staff, cast.a, other)
    assert told.endswith("can no longer sign in, and open sessions end.")


# NOTIFY, EMAIL SYNC


def test_notify_speaks_of_no_mail_that_nobody_sends(browse, cast):
    row, staff = cast.address(AASE), browse(cast.olga)
    assert {kind.notifies for kind in KINDS.values()} == {None}, (
        "then the line and the lamp speak of that one"
    )
    told = "No such mail is sent yet. Selected: new document, approval requested, signature requested and 8 more."
    for on in (True, False):
        assert line_of(staff, cast.a, row, "notify") == told
        turn(staff, cast.a, row, "notify", on)
    page = staff.get(f"/accounts/{cast.a.id}?lang=en").text
    assert "No notices are mailed yet" in page
    assert "Is notified" not in page
    assert "Nobody is notified" not in page


def test_notify_and_its_lamp_speak_of_what_is_mailed(browse, cast, monkeypatch):
    monkeypatch.setitem(KINDS, "new_document", Kind(Document, notifies="new_document"))
    row, staff = cast.address(AASE), browse(cast.olga)
    assert line_of(staff, cast.a, row, "notify") == "Åse will get mail about new document."
    assert "Nobody is notified" in staff.get(f"/accounts/{cast.a.id}?lang=en").text
    turn(staff, cast.a, row, "notify", True)
    assert line_of(staff, cast.a, row, "notify") == "If turned off: no more mail about new document."
    assert lamp_of(staff, cast.a, "Is notified") == "Is notified: Åse Lund"
    row.mute("new_document", cast.olga)
    assert line_of(staff, cast.a, row, "notify") == "No mail goes out: every type is turned off."
    assert "Nobody is notified" in staff.get(f"/accounts/{cast.a.id}?lang=en").text


def test_email_sync_promises_nothing(browse, cast):
    row, staff = cast.address(AASE), browse(cast.olga)
    for on in (True, False):
        assert line_of(staff, cast.a, row, "email-sync").startswith("No mail is fetched yet")
        turn(staff, cast.a, row, "email-sync", on)


# Signing, and the lamps


def lamp_of(browser, account, label) -> str:
    page = browser.get(f"/accounts/{account.id}?lang=en").text
    lamps = page.split('id="lamps"')[1].split("</ul>")[0]
    texts = [" ".join(unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in lamps.split("<li>")[1:]]
    return next((text for text in texts if text.startswith(label)), f"none of {texts}")


def signers(account) -> list[str]:
    return [each.name for each in Readiness.of(account).people["sign"]]


def test_who_can_sign_is_who_has_accepted_and_may(browse, cast):
    row, staff = cast.address(AASE), browse(cast.olga)
    assert line_of(staff, cast.a, row, "signing-authority") == "Åse can sign once they can log in."
    turn(staff, cast.a, row, "login", True)
    invitation = Invitation.send(LinkedAddress.get_by_id(row.id), cast.olga)
    assert signers(cast.a) == ["Anna Østergaard"]
    invitation.accept("x")
    assert signers(cast.a) == ["Anna Østergaard", "Åse Lund"]
    assert line_of(staff, cast.a, row, "signing-authority") == "If turned off: Åse can no longer sign."
    turn(staff, cast.a, row, "signing-authority", False)
    assert signers(cast.a) == ["Anna Østergaard"]
    assert line_of(staff, cast.a, row, "signing-authority") == "Åse will be able to sign."


def test_a_person_with_two_addresses_signs_with_either(browse, cast):
    anna, private, staff = (
        *(cast.address(email) for email in ("anna@a.example", "anna.privat@a.example")),
        browse(cast.olga),
    )
    assert (
        line_of(staff, cast.a, private, "signing-authority")
        == "If turned off: Anna can still sign, with anna@a.example."
    )
    turn(staff, cast.a, private, "signing-authority", False)
    assert signers(cast.a) == ["Anna Østergaard"]
    assert (
        line_of(staff, cast.a, private, "signing-authority") == "Anna can already sign, with anna@a.example."
    )
    turn(staff, cast.a, anna, "signing-authority", False)
    assert signers(cast.a) == []
    assert lamp_of(staff, cast.a, "Nobody can sign").startswith(
        "Nobody can sign No contact has both LOGIN and signing authority."
    )


def test_each_lamp_names_the_people(browse, cast):
    give_access(cast.address(AASE))
    staff = browse(cast.olga)
    for label in ("Can log in", "Can sign"):
        assert lamp_of(staff, cast.a, label) == f"{label}: Anna Østergaard, Åse Lund"


def test_who_is_only_invited_can_neither_log_in_nor_sign(browse, cast):
    row, staff = cast.address("bent@b.example"), browse(cast.olga)
    assert "LOGIN is off for every address." in lamp_of(staff, cast.b, "Nobody can log in")
    turn(staff, cast.b, row, "login", True)
    assert "Nobody has been invited yet." in lamp_of(staff, cast.b, "Nobody can log in")
    Invitation.send(LinkedAddress.get_by_id(row.id), cast.olga)
    assert "Invited, not accepted yet: Bent Bøgh." in lamp_of(staff, cast.b, "Nobody can log in")
    assert "May sign, but cannot log in yet: Bent Bøgh." in lamp_of(staff, cast.b, "Nobody can sign")
    assert Readiness.of(cast.b).status == "active", "somebody is invited (rule Switches 8)"
    Invitation.get(linked_address=row).accept("x")
    assert lamp_of(staff, cast.b, "Can log in") == "Can log in: Bent Bøgh"
    assert lamp_of(staff, cast.b, "Can sign") == "Can sign: Bent Bøgh"


# Many at once


def test_a_bulk_preview_tells_what_all_of_it_means(browse, cast):
    """Neither of two places is the last one, but both together are."""
    row = give_access(cast.address(AASE))
    other = place_on(cast.b, row, cast)
    fill(cast.a)
    staff = browse(cast.olga)
    asked = {"kind": "switch", "switch": "login", "by": "ticked", "account": [cast.a.id, cast.b.id]}
    wanted = asked | {"on": "0", "addresses": [row.id, other.id]}
    preview = staff.post("/bulk-changes", data=wanted)
    assert preview.status_code == 303, preview.text
    told = unescape(staff.get(f"{preview.location}?lang=en").text)
    assert told.count(f"If turned off: {CLOSES}") == 2
    assert STAYS not in told
    set_row(row, login_at=None)
    alone = staff.post("/bulk-changes", data=asked | {"on": "1", "addresses": [row.id]})
    assert "Åse will see 4 documents at once." in unescape(staff.get(f"{alone.location}?lang=en").text)
