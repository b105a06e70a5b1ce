"""The firm's logo: uploaded by the owner, seen in mails, in the portal and at its door."""

from io import BytesIO

import pytest
from PIL import Image

from models.staff.firm import Firm
from tests.support.digest import digest
from tests.support.visiting import enter, give_access
from tests.views.account.test_photos import files, picture


def upload(browser, data, name="logo.png"):
    return browser.post("/settings/firm/logo?lang=en", data={"photo": (BytesIO(data), name)})


def wide() -> bytes:
    """A wide logo on nothing."""
    written = BytesIO()
    Image.new("RGBA", (2_000, 200), (0, 60, 200, 90)).save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def owner(browse, cast):
    return browse(cast.olga)


def test_it_stands_in_the_portal_and_at_its_door(owner, client, cast, tmp_path):
    assert "Regnskabshuset Nord" in client.get("/portal/sign-in").text
    assert upload(owner, wide()).status_code == 303
    assert files(tmp_path) == {f"{Firm.this().logo}-128.png"}
    for page in (owner.get("/settings/firm"), client.get("/portal/sign-in")):
        assert f'src="/logo?v={Firm.this().logo[:8]}" alt="Regnskabshuset Nord"' in page.text
    give_access(cast.address("aase@a.example"))
    enter(client, "aase@a.example")
    assert 'src="/logo?v=' in client.get(f"/portal/accounts/{cast.a.id}/documents").text


def test_the_whole_picture_is_kept_with_what_is_transparent(owner, client):
    upload(owner, wide())
    shown = client.get("/logo")
    assert (shown.mimetype, shown.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    image = Image.open(BytesIO(shown.data))
    assert (image.size, image.mode) == ((480, 48), "RGBA")
    assert image.getpixel((240, 24))[3] == 90


def test_without_one_there_is_none(client, owner):
    assert client.get("/logo").status_code == 404
    upload(owner, picture())
    assert owner.post("/settings/firm/logo/deletion").status_code == 303
    assert client.get("/logo").status_code == 404


@pytest.mark.first_visit
def test_before_the_first_visit_there_is_none(client):
    assert client.get("/logo").status_code == 404


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a"])
def test_what_is_no_picture_is_refused_in_words(owner, data, tmp_path):
    before = digest()
    page = upload(owner, data)
    assert page.status_code == 422
    assert 'id="photo-file-error"' in page.text
    assert (digest(), files(tmp_path)) == (before, set())
