"""The photo of one client: uploaded, shown to those who may open the client, removed."""

from io import BytesIO

import pytest
from PIL import Image

from models.base.photo import LARGEST_BYTES
from tests.support.digest import digest


def picture(kind="JPEG", colour="red") -> bytes:
    written = BytesIO()
    Image.new("RGB", (300, 200), colour).save(written, kind)
    return written.getvalue()


def upload(browser, account, data, name="foto.jpg", how="plain"):
    where = f"/accounts/{account.id}/photo?lang=en"
    form = {"photo": (BytesIO(data), name)}
    send = browser.htmx if how == "htmx" else browser.open
    kwargs = {"data": form, "content_type": "multipart/form-data"}
    return send("POST", where, **kwargs) if how == "htmx" else send(where, method="POST", **kwargs)


def files(tmp_path) -> set[str]:
    return {path.name for path in (tmp_path / "files").rglob("*") if path.is_file()}


@pytest.fixture
def shown(browse, cast):
    """A shows a photo."""
    assert upload(browse(cast.rikke), cast.a, picture()).status_code == 303
    return cast.a


def test_a_photo_is_kept_small_and_shown_where_the_client_is(browse, cast, shown, tmp_path):
    browser = browse(cast.alice)
    assert files(tmp_path) == {f"{shown.photo}-64.webp", f"{shown.photo}-256.webp"}
    for page in (f"/accounts/{shown.id}", f"/accounts/{shown.id}/info", "/accounts", "/search?q=byg"):
        assert f'src="/accounts/{shown.id}/photo?size=' in browser.get(page).text
    assert f'src="/accounts/{shown.id}/photo?size=' in browser.htmx("GET", "/search?q=byg").text


@pytest.mark.parametrize(
    ("asked", "side"), [("?size=64", 64), ("?size=256", 256), ("", 256), ("?size=9999", 256)]
)
def test_it_is_served_as_a_picture_and_nothing_else(browse, shown, cast, asked, side):
    browser = browse(cast.alice)
    response = browser.get(f"/accounts/{shown.id}/photo{asked}")
    assert Image.open(BytesIO(response.data)).size == (side, side)
    assert response.mimetype == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response.headers["Cache-Control"] == "private, no-cache"
    again = browser.get(
        f"/accounts/{shown.id}/photo{asked}", headers={"If-None-Match": response.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("person", "status"),
    [("olga", 200), ("alice", 200), ("mona", 200), ("bob", 404), ("erik", 404), ("nils", 404)],
)
def test_who_sees_it(browse, cast, shown, person, status):
    assert browse(getattr(cast, person)).get(f"/accounts/{shown.id}/photo").status_code == status


def test_a_stranger_is_sent_to_the_door(client, shown):
    assert client.get(f"/accounts/{shown.id}/photo").status_code == 303


def test_without_a_photo_there_is_none(browse, cast):
    assert browse(cast.olga).get(f"/accounts/{cast.a.id}/photo").status_code == 404


def test_another_photo_takes_the_place_and_the_old_file_goes(browse, cast, shown, tmp_path):
    before = files(tmp_path)
    assert upload(browse(cast.rikke), shown, picture("PNG", "blue"), how="htmx").status_code == 200
    assert len(files(tmp_path)) == 2
    assert not before & files(tmp_path)


@pytest.mark.parametrize("how", ["htmx", "plain"])
def test_it_is_removed_with_its_files(browse, cast, shown, tmp_path, how):
    browser = browse(cast.rikke)
    where = f"/accounts/{shown.id}/photo/deletion"
    answer = browser.htmx("POST", where) if how == "htmx" else browser.post(where)
    assert answer.status_code == (200 if how == "htmx" else 303)
    assert cast.a.photo is None
    assert files(tmp_path) == set()
    assert browser.post(where).status_code == 303  # twice is once


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize("how", ["htmx", "plain"])
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "foto.jpg"),
        (b"no picture", "foto.jpg"),
        (SVG, "foto.svg"),
        (SVG, "foto.png"),
        (b"GIF89a" + bytes(100), "foto.gif"),
        (b"<html><script>alert(1)</script>", "../../foto.jpg"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(browse, cast, tmp_path, how, data, name):
    browser = browse(cast.rikke)
    before = digest()
    answer = upload(browser, cast.a, data, name, how)
    assert answer.status_code == 422
    assert 'id="photo-file-error"' in answer.text
    assert digest() == before
    assert not (tmp_path / "files").exists()


def test_a_form_without_a_file_is_refused_in_words(browse, cast):
    browser = browse(cast.rikke)
    answer = browser.post(f"/accounts/{cast.a.id}/photo?lang=en")
    assert answer.status_code == 422
    assert "Choose a picture first." in answer.text


@pytest.mark.parametrize("how", ["htmx", "plain"])
@pytest.mark.parametrize("size", [LARGEST_BYTES + 20_000, 40_000_000])
def test_a_file_that_is_too_large_is_refused_in_words(browse, cast, how, size):
    browser = browse(cast.rikke)
    before = digest()
    answer = upload(browser, cast.a, b"x" * size, how=how)
    assert answer.status_code == 413
    assert "at most 15 MB" in answer.text
    assert digest() == before


def test_a_photo_of_a_telephone_is_not_too_large(browse, cast):
    noise = Image.effect_noise((2_400, 2_400), 90).convert("RGB")
    written = BytesIO()
    noise.save(written, "JPEG", quality=97)
    assert len(written.getvalue()) > 2_000_000
    assert upload(browse(cast.rikke), cast.a, written.getvalue()).status_code == 303


def test_no_other_form_may_be_that_large(browse, cast):
    browser = browse(cast.rikke)
    data = {"photo": (BytesIO(b"x" * 2_000_000), "foto.jpg")}
    answer = browser.post(f"/accounts/{cast.a.id}/tags", data=data, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_a_large_file_of_who_is_not_signed_in_is_not_read(client, cast, tmp_path):
    answer = upload(client, cast.a, b"x" * 2_000_000)
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/sign-in")
    assert files(tmp_path) == set()


@pytest.mark.parametrize(
    ("person", "status"),
    [
        *(("olga", 303), ("adam", 303), ("mona", 303), ("rikke", 303), ("vera", 303)),
        *(("alice", 403), ("bob", 404), ("erik", 404), ("nils", 404)),
    ],
)
def test_who_may_upload_and_remove(browse, cast, person, status, tmp_path):
    browser = browse(getattr(cast, person))
    before = digest()
    assert upload(browser, cast.a, picture()).status_code == status
    assert (digest() == before) == bool(not files(tmp_path)) == (status != 303)
    before = digest()
    assert browser.post(f"/accounts/{cast.a.id}/photo/deletion").status_code == status
    assert (digest() == before) == (status != 303)


def test_an_archived_client_keeps_its_photo(browse, cast, tmp_path):
    browser = browse(cast.rikke)
    before = digest()
    assert upload(browser, cast.old, picture()).status_code == 409
    assert browser.post(f"/accounts/{cast.old.id}/photo/deletion").status_code == 409
    assert digest() == before
    assert not (tmp_path / "files").exists()


def test_a_row_that_cannot_be_written_leaves_no_file(browse, cast, tmp_path, monkeypatch, wired_app):
    from models.clients.account import Account

    def fail(self, name, actor):
        raise RuntimeError("disk full")

    monkeypatch.setattr(Account, "change_photo", fail)
    monkeypatch.setattr(wired_app, "testing", False)
    assert upload(browse(cast.rikke), cast.a, picture()).status_code == 500
    assert files(tmp_path) == set()
