"""The notes about a client."""

from models.base.clock import now
from models.work.note import Note


def test_pinned_notes_stand_first_on_the_card(browse, cast):
    Note.create(account=cast.a, author=cast.olga, body="Fastgjort", pinned_at=now())
    Note.create(account=cast.a, author=cast.alice, body="Nyeste")
    card = browse(cast.alice).get(f"/accounts/{cast.a.id}/overview/notes").text
    assert card.index("Fastgjort") < card.index("Nyeste")


def test_what_a_note_says_is_shown_as_text(browse, cast):
    Note.create(account=cast.a, author=cast.olga, body="<script>alert(1)</script> {{ 7*7 }}")
    for end in ("notes", "overview/notes"):
        page = browse(cast.alice).get(f"/accounts/{cast.a.id}/{end}").text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page


def test_a_note_outlives_its_author(browse, cast):
    Note.create(account=cast.a, author=None, body="Fra en tidligere kollega")
    assert "Fra en tidligere kollega" in browse(cast.alice).get(f"/accounts/{cast.a.id}/notes").text
