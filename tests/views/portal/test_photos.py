"""A person's own photo: uploaded in the portal, seen by the firm and by nobody else."""

from io import BytesIO

import pytest

from models.base.event import Event
from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.linking import link_contact, unlink
from tests.support.digest import digest
from tests.support.visiting import enter, give_access
from tests.views.account.test_photos import files, picture


@pytest.fixture
def inside(client, cast):
    """Åse's browser, inside."""
    give_access(cast.address("aase@a.example"))
    return enter(client, "aase@a.example")


def upload(client, data, name="foto.jpg"):
    return client.post("/portal/photo?lang=en", data={"photo": (BytesIO(data), name)})


def aase() -> Contact:
    return Contact.get(Contact.first_name == "Åse")


def test_the_firm_sees_the_photo_that_a_person_uploads(inside, browse, cast, tmp_path):
    assert upload(inside, picture()).status_code == 303
    photo = aase().photo
    assert files(tmp_path) == {f"{photo}-64.webp", f"{photo}-256.webp"}
    assert 'src="/portal/photo?size=64' in inside.get("/portal/photo/edit").text
    assert inside.get("/portal/photo").mimetype == "image/webp"
    address = f"/contacts/{aase().id}/photo"
    staff = browse(cast.alice)
    for page in (f"/accounts/{cast.a.id}/info", f"/contacts/{aase().id}", "/contacts"):
        assert f'src="{address}?size=64' in staff.get(page).text, page
    assert staff.get(address).mimetype == "image/webp"
    assert staff.get(address).headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert browse(cast.bob).get(address).status_code == 404  # no account of Åse's is open to Bob


def test_the_history_tells_who_did_it(inside):
    upload(inside, picture())
    inside.post("/portal/photo/deletion")
    told = Event.select().where(Event.contact_id == aase().id).order_by(Event.id.desc()).limit(2)
    assert [(each.kind, each.actor_kind, each.actor_name) for each in told] == [
        ("contact.photo_removed", "contact", "Åse Lund"),
        ("contact.photo_changed", "contact", "Åse Lund"),
    ]


def test_another_takes_its_place_and_removal_leaves_no_file(inside, tmp_path):
    upload(inside, picture())
    upload(inside, picture("PNG", "blue"))
    assert len(files(tmp_path)) == 2
    assert inside.post("/portal/photo/deletion").status_code == 303
    assert files(tmp_path) == set()
    assert inside.get("/portal/photo").status_code == 404


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7"])
def test_what_is_no_photo_is_refused_in_words(inside, data, tmp_path):
    before = digest()
    response = upload(inside, data)
    assert response.status_code == 422
    assert 'id="photo-file-error"' in response.text
    assert (digest(), files(tmp_path)) == (before, set())


@pytest.mark.parametrize("path", ["/portal/photo", "/portal/photo/edit"])
def test_who_is_not_in_the_portal_has_none(client, browse, cast, path):
    assert client.get(path).location == "/portal/sign-in"
    assert browse(cast.olga).get(path).location == "/portal/sign-in"
    before = digest()
    assert client.post("/portal/photo", data={"photo": (BytesIO(picture()), "a.jpg")}).status_code == 303
    assert digest() == before


def test_a_preview_shows_the_photo_by_the_address_for_staff(inside, browse, cast):
    upload(inside, picture())
    row = cast.address("aase@a.example")
    page = browse(cast.olga).get(f"/accounts/{cast.a.id}/linked-addresses/{row.id}/preview").text
    assert f'src="/contacts/{aase().id}/photo?size=64' in page
    assert "/portal/photo" not in page


@pytest.fixture
def person(cast):
    """A is Åse's own."""
    cast.a.amend(cast.olga, type="individual")
    unlink(Link.get(account=cast.a, contact=Contact.get(Contact.first_name == "Anna")), cast.olga)
    return cast.a


def test_it_is_that_of_the_individual_in_header_list_and_search(inside, browse, cast, person):
    upload(inside, picture())
    assert person.hold().photo == aase().photo
    told = Event.get(Event.kind == "account.photo_changed")
    assert (told.source, told.actor_kind, told.actor_name) == ("automatic", "contact", "Åse Lund")
    shown, staff = f'src="/accounts/{person.id}/photo', browse(cast.alice)
    for page in (f"/accounts/{person.id}", "/accounts", f"/search?q={person.id}"):
        assert shown in staff.get(page).text, page
    assert staff.get(f"/accounts/{person.id}/photo").mimetype == "image/webp"
    upload(inside, picture("PNG"))
    assert person.hold().photo == aase().photo
    inside.post("/portal/photo/deletion")
    assert person.hold().photo is None


def test_a_company_keeps_its_logo_and_the_firms_own_photo_stands(inside, browse, cast):
    upload(inside, picture())
    assert cast.a.hold().photo is None
    cast.a.amend(cast.olga, type="individual")
    browse(cast.rikke).post(f"/accounts/{cast.a.id}/photo", data={"photo": (BytesIO(picture()), "a.jpg")})
    own = cast.a.hold().photo
    assert own not in (None, aase().photo)
    upload(inside, picture("PNG"))
    assert cast.a.hold().photo == own


def test_the_firm_takes_it_off_the_client_and_the_person_still_has_it(inside, browse, cast, person, tmp_path):
    upload(inside, picture())
    browse(cast.rikke).post(f"/accounts/{person.id}/photo/deletion")
    assert person.hold().photo is None
    assert inside.get("/portal/photo").mimetype == "image/webp"
    assert files(tmp_path) == {f"{aase().photo}-{side}.webp" for side in (64, 256)}


def test_when_somebody_else_is_the_first_contact_it_is_theirs(inside, cast, person):
    upload(inside, picture())
    link_contact(person, Contact.meet(cast.olga, first_name="Ny"), cast.olga)
    unlink(Link.get(account=person, contact=aase()), cast.olga)
    assert person.hold().photo is None
