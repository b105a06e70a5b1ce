"""Files whose last row is gone are deleted, and never one that a row tells of."""

import os
from datetime import timedelta
from io import BytesIO

import pytest

import worker
from models import TABLES
from models.base import file_store
from models.base.clock import at, now
from models.base.photo import LOGO_BOX, SIZES, Photographed, PhotoStore
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.link import Link
from models.documents.document import Document
from models.documents.signature import SignatureRequest
from models.merging.merging import merge
from models.processes.bin_expiry import delete_for_good
from models.processes.orphan_files import GRACE, SHELVES, delete_orphans, old_files
from models.staff.firm import Firm
from models.staff.user import User
from worker import orphan_files as worker_orphan_files

MONTH = timedelta(days=30)


@pytest.fixture
def files(cast, tmp_path):
    return tmp_path / "files"


@pytest.fixture
def photos(files):
    return PhotoStore(files / "photos")


def delete_all_orphans(files, later=GRACE) -> int:
    """How many files a round deletes that begins `later`."""
    with at(now() + later):
        return sum(delete_orphans(*some) for some in old_files(files))


def lying(files) -> set[str]:
    return {path.name for path in files.rglob("*") if path.is_file()}


def photo(photos) -> str:
    return photos.keep(dict.fromkeys(SIZES, b"webp"))


def document(account, content=b"Hej") -> Document:
    kept = file_store.keep(BytesIO(content))
    return Document.share(account, User.get_by_id(1), "brev.txt", "text/plain", kept)


def put_away(account, actor):
    account.archive(actor)
    account.bin(actor)
    with at(now() + MONTH):
        delete_for_good(Account.get_by_id(account.id))


def test_the_files_of_an_account_that_is_deleted_for_good_go_and_no_others(cast, files, photos):
    anna = Link.of_account(cast.a).first().contact
    gone = [document(cast.a).file, f"{photo(photos)}-64.webp"]
    cast.a.change_photo(gone[1][:32], cast.olga)
    anna.change_photo(photo(photos), anna)
    kept = document(cast.b, b"Andet").file
    cast.b.change_photo(photo(photos), cast.olga)
    Firm.this().change_photo(PhotoStore(files / "logos", LOGO_BOX[1:], "png").keep({128: b"png"}), cast.olga)
    before = lying(files)
    put_away(cast.a, cast.olga)
    assert lying(files) == before, "rows go first"
    assert delete_all_orphans(files) == 1 + len(SIZES) * 2
    left = lying(files)
    assert kept in left
    assert not left & set(gone)
    assert photos.read(cast.b.photo, 64) == b"webp"
    assert PhotoStore(files / "logos", LOGO_BOX[1:], "png").read(Firm.this().logo, 128) == b"png"
    assert delete_all_orphans(files) == 0


def test_the_file_of_a_document_that_is_kept_stays_and_no_photo(cast, files, photos):
    anna = Link.of_account(cast.a).first().contact
    kept = document(cast.a)
    document(cast.a, b"Andet")
    SignatureRequest.send(kept, [anna], cast.olga).sign(anna)
    for pictured in (cast.a, anna):
        pictured.change_photo(photo(photos), cast.olga)
    put_away(cast.a, cast.olga)
    assert delete_all_orphans(files) == 1 + len(SIZES) * 2
    assert lying(files) == {kept.file}
    with at(now() + timedelta(days=7 * 366)):
        delete_for_good(cast.a)
    assert delete_all_orphans(files, timedelta(days=7 * 366)) == 1
    assert lying(files) == set()


def test_a_photo_that_another_row_shows_stays(cast, files, photos):
    """As after a merge, which fills in what the kept one lacks."""
    anna, aase = (link.contact for link in Link.of_account(cast.a))
    bent = Link.of_account(cast.b).first().contact
    name = photo(photos)
    anna.change_photo(name, anna)
    bent.change_photo(name, bent)
    cast.a.change_photo(name, cast.olga)
    merge(aase, anna, cast.olga)
    put_away(cast.a, cast.olga)
    assert delete_all_orphans(files) == 0
    assert photos.read(Contact.get_by_id(bent.id).photo, 256) == b"webp"


def test_what_is_in_the_bin_keeps_its_files(cast, files):
    document(cast.a)
    cast.a.archive(cast.olga)
    cast.a.bin(cast.olga)
    assert delete_all_orphans(files, MONTH - timedelta(seconds=5)) == 0


def test_a_file_whose_row_is_still_to_come_has_time(cast, files, photos):
    file_store.keep(BytesIO(b"Hej"))
    photo(photos)
    assert delete_all_orphans(files, GRACE - timedelta(minutes=1)) == 0
    assert delete_all_orphans(files) == 1 + len(SIZES)


def test_what_was_never_finished_goes_and_what_is_not_ours_stays(cast, files, photos):
    files.mkdir()
    name = photo(photos)
    folder = photos.path(name, 64).parent
    ours = [files / f".{name}.part", folder / f".{name}-64.webp-0a1b2c3d"]
    foreign = [files / "README.txt", files / f"{name[:31]}", folder / "portrait.webp", files / "other" / name]
    for path in (*ours, *foreign):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    cast.a.change_photo(name, cast.olga)
    assert delete_all_orphans(files) == len(ours)
    assert all(path.exists() for path in foreign)
    assert not any(path.exists() for path in ours)


def test_a_link_out_of_the_folder_is_not_followed(cast, files, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / ("a" * 32)).write_bytes(b"x")
    (files / "photos").mkdir(parents=True)
    (files / "photos" / "aa").symlink_to(outside)
    (files / ("b" * 32)).symlink_to(outside / ("a" * 32))
    delete_all_orphans(files)
    assert (outside / ("a" * 32)).exists()


@pytest.mark.first_visit
def test_before_there_is_a_firm_nothing_goes(database, tmp_path):
    """The files of a backup may lie there before its database does."""
    file_store.keep(BytesIO(b"Hej"))
    assert delete_all_orphans(tmp_path / "files") == 0


def test_without_files_there_is_nothing_to_do(cast, tmp_path):
    assert delete_all_orphans(tmp_path / "nowhere") == 0


def test_the_work_is_cut_into_pieces(cast, files, monkeypatch):
    monkeypatch.setattr("models.processes.orphan_files.AT_ONCE", 3)
    for _ in range(8):
        file_store.keep(BytesIO(b"Hej"))
    with at(now() + GRACE):
        sizes = [len(paths) for _shelf, paths in old_files(files)]
    assert max(sizes) == 3
    assert sum(sizes) == 8


def test_killed_at_any_moment_it_is_done_again(cast, files, monkeypatch):
    """Each file goes by itself; what is left goes in the next round."""
    for _ in range(5):
        file_store.keep(BytesIO(b"Hej"))
    real, left = os.unlink, [2]

    def unlink(path, *rest, **options):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return real(path, *rest, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", unlink)
        with pytest.raises(KeyboardInterrupt):
            delete_all_orphans(files)
    assert delete_all_orphans(files) == 3


def test_every_column_that_names_a_file_is_asked():
    """A new one that is forgotten here would lose its files."""
    named = {
        field
        for model in TABLES
        for name, field in model._meta.fields.items()
        if name in ("file", "photo", "logo", "picture")
    }
    pictured = {model._meta.fields[model.picture] for model in TABLES if issubclass(model, Photographed)}
    assert {column for shelf in SHELVES for column in shelf.columns} == named | pictured


# The worker


@pytest.fixture
def rested(monkeypatch):
    monkeypatch.setattr(worker_orphan_files, "_rests_until", 0.0)
    monkeypatch.setattr(worker_orphan_files, "_under_way", None)


def test_the_worker_deletes_step_by_step_and_rests(cast, files, rested, tmp_path, queries):
    document(cast.a)
    file_store.keep(BytesIO(b"Hej"))
    with at(now() + GRACE):
        for _ in range(6):
            worker.work(tmp_path)
    assert lying(files) == {Document.get().file}
    with queries() as seen:
        worker_orphan_files.step(files)
    assert seen == []
