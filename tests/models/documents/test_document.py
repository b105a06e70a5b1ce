"""Sharing a document waits a minute, is undone within it and taken back at any time."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine

from models.base import file_store
from models.base.clock import now
from models.base.event import Event
from models.clients.contact import Contact
from models.documents.approval import Approval
from models.documents.document import Document, DocumentOpening, Folder
from models.documents.signature import SignatureRequest, Signer
from models.outgoing.outbox import Outbox
from tests.support.digest import digest, digests

MINUTE = timedelta(seconds=60)


def uploaded(cast, name="Brev.txt") -> Document:
    return Document.share(cast.a, cast.rikke, name, "text/plain", file_store.keep(BytesIO(b"Hej")))


def kept(account, **fields) -> Document:
    fixed = {"account": account, "name": "Internt.pdf", "mime_type": "application/pdf", "size": 1}
    return Document.create(**fixed | fields)


def shared(account, **fields) -> Document:
    return kept(account, **{"shared_at": now() - MINUTE} | fields)


def seen(account) -> list[str]:
    """What the client sees, by both questions that the portal asks."""
    names = [each.name for each in Document.for_client(account)]
    assert Document.client_counts([account.id]) == {account.id: len(names)}
    return names


def told(document) -> list[str]:
    mine = (Event.noun == "document") & (Event.subject_id == document.id)
    return [event.kind.partition(".")[2] for event in Event.select().where(mine).order_by(Event.id)]


class TestTheMinute:
    @pytest.mark.parametrize(("seconds", "names"), [(0, []), (58, []), (61, ["Brev.txt"])])
    def test_the_client_sees_it_after_it(self, cast, seconds, names):
        uploaded(cast)
        with time_machine.travel(now() + timedelta(seconds=seconds)):
            assert seen(cast.a) == names

    def test_it_is_so_for_what_was_kept_before_too(self, cast):
        document = kept(cast.a)
        assert document.set_shared(True, cast.rikke) == "shared"
        assert (seen(cast.a), Document.get_by_id(document.id).sharing) == ([], "waiting")
        assert document.shared_by == cast.rikke
        with time_machine.travel(now() + MINUTE):
            assert seen(cast.a) == ["Internt.pdf"]

    def test_sharing_twice_does_not_make_it_longer(self, cast):
        document = uploaded(cast)
        until = document.shared_at
        with time_machine.travel(now() + timedelta(seconds=30)):
            assert document.set_shared(True, cast.olga) is None
        assert Document.get_by_id(document.id).shared_at == until

    def test_undone_within_it_nothing_was_ever_in_the_portal(self, cast):
        document = uploaded(cast)
        assert document.set_shared(False, cast.olga) == "sharing_undone"
        with time_machine.travel(now() + 5 * MINUTE):
            assert seen(cast.a) == []
        assert told(document) == ["uploaded", "shared", "sharing_undone"]
        assert not Outbox.select().where(Outbox.account_id == cast.a.id, Outbox.state == "waiting").exists()

    def test_shared_again_it_waits_again(self, cast):
        document = shared(cast.a)
        document.set_shared(False, cast.olga)
        document.set_shared(True, cast.olga)
        assert seen(cast.a) == []


class TestTakingBack:
    def test_it_closes_at_once_and_says_who_had_opened_it(self, cast):
        document = shared(cast.a)
        anna = cast.address("anna@a.example").link.contact
        document.mark_opened(anna, "anna@a.example")
        assert document.set_shared(False, cast.olga) == "taken_back"
        assert seen(cast.a) == []
        event = Event.get(Event.kind == "document.taken_back")
        assert event.values["opened_by"] == [None, ["Anna Østergaard"]]
        assert event.account_id == cast.a.id
        assert [each.contact for each in DocumentOpening.of([document])] == [anna]

    def test_twice_is_once(self, cast):
        document = shared(cast.a)
        document.set_shared(False, cast.olga)
        before = digest()
        assert document.set_shared(False, cast.olga) is None
        assert digest() == before

    @pytest.mark.parametrize("on", [True, False])
    def test_what_the_client_sent_stays_theirs(self, cast, on):
        document = kept(cast.a, uploaded_by_contact=Contact.get(first_name="Anna"))
        before = digest()
        assert document.set_shared(on, cast.olga) is None
        assert digest() == before
        assert seen(cast.a) == ["Internt.pdf"]

    @pytest.mark.parametrize("minute", [True, False])
    def test_what_was_asked_about_it_ends_and_stays_ended(self, cast, minute):
        document = uploaded(cast) if minute else shared(cast.a)
        anna, aase = (cast.address(f"{name}@a.example").link.contact for name in ("anna", "aase"))
        approval = Approval.request(document, cast.olga)
        request = SignatureRequest.send(document, [anna, aase], cast.olga)
        request.sign(anna)
        document.set_shared(False, cast.olga)
        document.set_shared(True, cast.olga)
        assert Approval.get_by_id(approval.id).status == "withdrawn"
        assert SignatureRequest.get_by_id(request.id).status == "voided"
        assert Document.get_by_id(document.id).status == ""
        before = digests()
        assert not approval.decide(anna, True)
        assert not request.sign(aase)
        assert not request.decline(aase)
        assert digests() == before
        assert Signer.get(contact=anna).signed_at, "what she signed stays told"

    def test_what_is_answered_stays_answered(self, cast):
        document, other = shared(cast.a), shared(cast.a, name="Andet.pdf")
        anna = cast.address("anna@a.example").link.contact
        approval, waiting = (Approval.request(each, cast.olga) for each in (document, other))
        approval.decide(anna, True)
        document.set_shared(False, cast.olga)
        assert Approval.get_by_id(approval.id).status == "approved"
        assert Document.get_by_id(document.id).status == "approved"
        assert Approval.get_by_id(waiting.id).status == "pending"
        assert Document.get_by_id(other.id).status == "pending_approval"


class TestOpening:
    def test_each_person_is_told_with_first_and_last_time(self, cast):
        document = shared(cast.a)
        anna, aase = (cast.address(f"{name}@a.example").link.contact for name in ("anna", "aase"))
        document.mark_opened(aase, "aase@a.example")
        with time_machine.travel(now() + MINUTE):
            document.mark_opened(anna, "anna@a.example")
            document.mark_opened(aase, "aase@a.example")
        (row,) = Document.with_openings(Document.for_account(cast.a, cast.olga))
        assert [each.contact.name for each in row.openings] == ["Åse Lund", "Anna Østergaard"]
        assert [each.last_opened_at > each.first_opened_at for each in row.openings] == [True, False]


class TestFolders:
    def test_what_lies_in_a_private_folder_however_deep_is_hidden(self, cast):
        private = Folder.create(account=cast.a, name="Internt", access="private")
        inner = Folder.create(account=cast.a, name="Dybere", access="edit", parent=private)
        deepest = Folder.create(account=cast.a, name="Dybest", access="view", parent=inner)
        open_ = Folder.create(account=cast.a, name="Årsregnskab", access="view")
        below = Folder.create(account=cast.a, name="2026", access="edit", parent=open_)
        Folder.create(account=cast.b, name="Bagerens", access="private")
        for folder in (private, inner, deepest, open_, below, None):
            shared(cast.a, name=folder.name if folder else "Ingen", folder=folder)
        assert {each for (each,) in Folder.hidden([cast.a.id]).tuples()} == {private.id, inner.id, deepest.id}
        assert sorted(seen(cast.a)) == ["2026", "Ingen", "Årsregnskab"]
        hidden = {row.name: bool(row.hidden) for row in Document.for_account(cast.a, cast.olga)}
        assert {name for name, is_hidden in hidden.items() if is_hidden} == {"Internt", "Dybere", "Dybest"}

    def test_folders_in_a_circle_end(self, cast):
        first = Folder.create(account=cast.a, name="A", access="private")
        second = Folder.create(account=cast.a, name="B", access="edit", parent=first)
        Folder.update(parent=second).where(Folder.id == first.id).execute()
        shared(cast.a, folder=second)
        assert seen(cast.a) == []

    def test_all_is_counted_in_one_query(self, cast, queries):
        ids = [cast.a.id, cast.b.id, cast.old.id]
        shared(cast.b)
        with queries() as asked:
            assert Document.client_counts(ids) == {ids[0]: 0, ids[1]: 1, ids[2]: 0}
        assert len(asked) == 1
