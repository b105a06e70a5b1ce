"""A new card stands on the Overview."""


def test_it_stands_on_the_overview(browse, cast):
    browser = browse(cast.olga)
    assert 'id="card-payments"' in browser.get(f"/accounts/{cast.a.id}").text
    assert 'id="card-payments-title"' in browser.get(f"/accounts/{cast.a.id}/overview/payments").text
