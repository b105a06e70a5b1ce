"""One's own name and language, and the page of one's sign-in."""

import pytest

from models.base.event import Event
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support import digest

PATH = "/settings/sign-in"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0"


@pytest.mark.parametrize("person", ["olga", "adam", "nils"])
def test_everybody_has_the_page_of_their_own(browse, cast, person):
    text = browse(getattr(cast, person)).get(PATH).text
    assert getattr(cast, person).email in text
    assert "mona@firma.example" not in text


@pytest.mark.asvs("7.5.2")
def test_it_lists_where_one_is_signed_in_and_nobody_else(browse, cast):
    SignIn.start(cast.nils, FIREFOX, "192.0.2.7")
    SignIn.start(cast.olga, "Safari", "198.51.100.9")
    text = browse(cast.nils).get(f"{PATH}?lang=en").text
    assert text.count("This browser") == 1
    assert "Firefox, Windows" in text
    assert "192.0.2.7" in text
    assert "198.51.100.9" not in text
    assert text.count('<tr id="sign-in-') == 2


def test_name_and_language_are_saved_and_told(browse, cast):
    browser = browse(cast.nils)
    seen = cast.nils.last_event_id
    assert browser.post(PATH, data={"name": " Nils Jul ", "language": "en", "seen": seen}).location == PATH
    assert (cast.nils.name, cast.nils.language) == ("Nils Jul", "en")
    told = Event.get(Event.kind == "user.renamed")
    assert (told.actor_id, told.values["name"]) == (cast.nils.id, ["Nils Juhl", "Nils Jul"])
    assert "Your sign-in" in browser.get(PATH).text


@pytest.mark.parametrize("bad", [{"name": " "}, {"name": "x" * 300}, {"language": "xx"}])
def test_bad_input_changes_nothing_and_stays(browse, cast, bad):
    browser, before = browse(cast.nils), digest.digest()
    response = browser.post(PATH, data={"name": "Nils", "language": "da"} | bad)
    assert response.status_code == 422
    assert digest.digest() == before


def test_a_name_that_somebody_else_changed_meanwhile_is_told(browse, cast):
    browser, seen = browse(cast.nils), cast.nils.last_event_id
    cast.nils.amend(cast.olga, "renamed", name="Nils J.")
    response = browser.post(PATH, data={"name": "Nils Jul", "language": "da", "seen": seen})
    assert response.status_code == 409
    assert "Nils J." in response.text
    assert cast.nils.name == "Nils J."


def test_only_ones_own_is_changed(browse, cast):
    """A11: role and id in the form change nothing (ASVS 15.3.3)."""
    data = {"name": "Nils Jul", "language": "da", "role": "owner", "id": cast.olga.id, "email": "x@x.dk"}
    browse(cast.nils).post(PATH, data=data | {"seen": cast.nils.last_event_id})
    assert (User.get_by_id(cast.nils.id).role, cast.nils.email) == ("employee", "nils@firma.example")
    assert cast.olga.name == "Olga Ågesen"


def test_nobody_is_led_to_the_door(client, cast):
    before = digest.digest()
    assert client.get(PATH).location.startswith("/sign-in")
    assert client.post(PATH, data={"name": "x"}).location.startswith("/sign-in")
    assert digest.digest() == before
