"""The Overview tab and its cards."""

import re

import pytest

from models.work.note import Note
from tests.test_conventions_requests import CARDS


def test_there_are_thirteen_cards_in_the_promised_order(browse, cast):
    page = browse(cast.olga).get(f"/accounts/{cast.a.id}").text
    assert re.findall(r'<section class="card" id="card-([\w-]+)"', page) == list(CARDS)


def test_without_javascript_each_skeleton_leads_to_its_section(browse, cast):
    page = browse(cast.olga).get(f"/accounts/{cast.a.id}").text
    for card in CARDS:
        assert f'<a href="/accounts/{cast.a.id}/{card}">' in page
    assert f'href="/accounts/{cast.a.id}?cards=inline"' in page


def test_the_cards_can_stand_in_the_page(browse, cast):
    Note.create(account=cast.a, author=cast.olga, body="Ring om fredagen")
    page = browse(cast.olga).get(f"/accounts/{cast.a.id}?cards=inline").text
    assert "Ring om fredagen" in page
    assert "aria-busy" not in page


def test_one_answer_fills_all_cards(browse, cast):
    fragment = browse(cast.olga).htmx("GET", f"/accounts/{cast.a.id}/overview").text
    assert re.findall(r'hx-target="#card-([\w-]+)"', fragment) == list(CARDS)


@pytest.mark.parametrize("card", CARDS)
def test_a_card_is_a_labelled_section_with_an_offer_when_it_is_empty(browse, cast, card):
    fragment = browse(cast.olga).get(f"/accounts/{cast.a.id}/overview/{card}").text
    assert f'aria-labelledby="card-{card}-title"' in fragment
    assert f'<h2 id="card-{card}-title">' in fragment
    assert 'class="nothing"' in fragment
    assert f'href="/accounts/{cast.a.id}/{card}"' in fragment


def test_a_card_shows_at_most_five_rows_and_a_way_to_all(browse, cast):
    for number in range(7):
        Note.create(account=cast.a, author=cast.olga, body=f"Note {number}")
    fragment = browse(cast.olga).get(f"/accounts/{cast.a.id}/overview/notes").text
    assert fragment.count("<li ") == 5
    assert "Note 6" in fragment
    assert "Note 1" not in fragment
    assert f'href="/accounts/{cast.a.id}/notes"' in fragment


def test_a_broken_card_fails_alone(browse, cast, monkeypatch, caplog):
    def fail(_account):
        raise RuntimeError("the notes are gone")

    Note.create(account=cast.a, author=cast.olga, body="Ring om fredagen")
    failing = {each.name: each.card._replace(query=fail) for each in cards() if each.name == "tasks"}
    broken = [each._replace(card=failing.get(each.name, each.card)) for each in cards()]
    monkeypatch.setattr("views.account.overview.CARDS", tuple(broken))
    fragment = browse(cast.olga).get(f"/accounts/{cast.a.id}/overview?lang=en").text
    assert fragment.count("This card could not be shown") == 1
    assert "Ring om fredagen" in fragment
    assert "the notes are gone" not in fragment
    assert "the notes are gone" in caplog.text


def cards():
    from views.account.overview import CARDS as all_cards

    return all_cards


def test_there_are_no_other_cards(browse, cast):
    assert browse(cast.olga).get(f"/accounts/{cast.a.id}/overview/secrets").status_code == 404
