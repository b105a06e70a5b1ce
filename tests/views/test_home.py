"""The bare address."""


def test_the_bare_address_leads_to_the_clients(browse, cast):
    response = browse(cast.alice).get("/")
    assert (response.status_code, response.location) == (303, "/accounts")
