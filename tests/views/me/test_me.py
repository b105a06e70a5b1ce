"""The cheapest answer to a signed-in user."""


def test_me_is_204_inside_and_401_outside(browse, cast, client):
    assert browse(cast.alice).get("/me").status_code == 204
    assert client.get("/me").status_code == 401


def test_me_costs_one_query(browse, cast, queries):
    browser = browse(cast.alice)
    with queries() as seen:
        browser.get("/me")
    assert len(seen) == 1
