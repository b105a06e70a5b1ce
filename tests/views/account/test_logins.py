"""When a client's people signed in to the portal."""

from models.portal.portal_login import PortalLogin


def test_the_card_shows_each_persons_last_login_and_the_page_all(browse, cast):
    anna, aase = (cast.address(email).address for email in ("anna@a.example", "aase@a.example"))
    for address in (anna, aase, anna):
        PortalLogin.note(cast.a, address.contact, address.email)
    browser = browse(cast.alice)
    card = browser.get(f"/accounts/{cast.a.id}/overview/logins").text
    assert card.count("Anna Østergaard") == 1
    assert card.index("Anna Østergaard") < card.index("Åse Lund")
    assert browser.get(f"/accounts/{cast.a.id}/logins").text.count("anna@a.example") == 2


def test_a_client_that_never_signed_in_is_told_where_to_begin(browse, cast):
    card = browse(cast.alice).get(f"/accounts/{cast.a.id}/overview/logins?lang=en").text
    assert "Nobody has signed in yet" in card
