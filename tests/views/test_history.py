"""Everything that happened to a client."""

from models.account_relation import AccountRelation
from models.event import Event


def test_the_history_tells_who_did_what_newest_first(browse, cast):
    cast.a.rename("Østergaard Anlæg ApS", cast.alice)
    cast.address("anna@a.example").turn("notify", True, cast.olga)
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/history?lang=en").text
    turned = page.index("NOTIFY was turned on for anna@a.example")
    renamed = page.index("The client was renamed from “Østergaard Byg ApS” to “Østergaard Anlæg ApS”.")
    assert turned < renamed < page.index("The client was created.")


def test_the_history_speaks_danish_too(browse, cast):
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/history?lang=da").text
    assert "The client was created." not in page


def test_a_long_history_goes_on_at_the_next_page(browse, cast):
    for number in range(60):
        cast.a.rename(f"Navn {number}", cast.olga)
    browser = browse(cast.alice)
    page = browser.get(f"/accounts/{cast.a.id}/history?lang=en").text
    link = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    further = browser.get(link + "&lang=en").text
    assert "“Navn 58” to “Navn 59”" in page
    assert "“Navn 58” to “Navn 59”" not in further
    assert "The client was created." in further


def test_the_history_names_no_client_that_the_reader_may_not_open(browse, cast):
    AccountRelation.add(cast.olga, account=cast.a, related=cast.b, kind="owns")
    assert cast.b.name not in browse(cast.alice).get(f"/accounts/{cast.a.id}/history").text


def test_what_is_done_in_the_browser_is_done_by_its_user(browse, cast):
    row = cast.address("anna@a.example")
    browse(cast.rikke).post(f"/accounts/{cast.a.id}/linked-addresses/{row.id}/notify", data={"on": "1"})
    event = Event.get(Event.kind == "linked_address.notify_granted")
    assert (event.actor_kind, event.actor_id) == ("user", cast.rikke.id)
