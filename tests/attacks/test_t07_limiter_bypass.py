"""T07, Coder CVE-2026-111934, Pingvin X CVE-2026-108162, Gophish CVE-2026-107271: whoever wrote X-Forwarded-For
themselves was a new client at every try (ASVS 6.3.1, 4.1.3, 15.3.4).
"""

import pytest
from werkzeug.middleware.proxy_fix import ProxyFix

from app import create_app
from models.base.database import db
from models.base.event import Event
from models.staff.sign_in import SignIn
from tests.support.cast import PASSWORD

ALICE = {"email": "alice@firma.example", "password": PASSWORD}
HEADERS = (
    *("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"),
    *("X-Originating-IP", "X-Cluster-Client-IP"),
)


def sprayed(client, times: int, header="X-Forwarded-For", spoofed="203.0.113.{}", **data):
    """The statuses of so many wrong tries, each under a name and an address of its own."""
    statuses = []
    for number in range(times):
        typed = {"email": f"nobody{number}@firma.example", "password": "x"} | data
        headers = {header: spoofed.format(number % 250)}
        statuses.append(client.post("/sign-in", data=typed, headers=headers).status_code)
    return statuses


@pytest.mark.asvs("6.3.1", "4.1.3", "15.3.4")
@pytest.mark.parametrize("header", HEADERS)
def test_a_made_up_address_gives_no_name_more_tries(client, cast, header):
    assert sprayed(client, 12, header, email=ALICE["email"]) == [422] * 10 + [429] * 2
    assert client.post("/sign-in", data=ALICE, headers={header: "198.51.100.77"}).status_code == 429
    assert not SignIn.select().exists()
    assert {event.details["address"] for event in Event.select().where(Event.kind == "sign_in.failed")} == {
        "127.0.0.1"
    }


@pytest.mark.asvs("6.3.1", "4.1.3")
def test_a_made_up_address_gives_the_real_one_no_more_tries(client, cast):
    client.watches_writes = False  # a hundred times the whole database takes its time
    assert sprayed(client, 102) == [422] * 100 + [429] * 2
    assert client.post("/sign-in", data=ALICE).status_code == 429
    assert client.post("/sign-in", data=ALICE, environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 303


@pytest.mark.asvs("6.3.1", "6.3.4")
def test_the_other_doors_count_at_the_same_address(client, cast):
    client.watches_writes = False
    sprayed(client, 100)
    assert client.post("/portal/sign-in", data={"email": "a@a.dk", "password": "x"}).status_code == 429


@pytest.mark.asvs("6.3.1")
@pytest.mark.parametrize("name", ["ALICE@FIRMA.EXAMPLE", " alice@firma.example", "Alice@firma.example\t"])
def test_a_name_written_otherwise_is_the_same_name(client, cast, name):
    for _ in range(10):
        client.post("/sign-in", data=ALICE | {"password": "x"})
    assert client.post("/sign-in", data=ALICE | {"email": name}).status_code == 429


@pytest.mark.asvs("4.1.3", "15.3.4")
def test_behind_one_proxy_the_address_that_it_saw_counts(client, app, cast, monkeypatch):
    monkeypatch.setattr(app, "wsgi_app", ProxyFix(app.wsgi_app, 1, 1, x_host=0, x_prefix=0))
    client.watches_writes = False
    assert sprayed(client, 102, spoofed="203.0.113.{}, 192.0.2.1")[-2:] == [429, 429]
    elsewhere = client.post("/sign-in", data=ALICE, headers={"X-Forwarded-For": "203.0.113.1, 192.0.2.2"})
    assert elsewhere.status_code == 303


@pytest.mark.asvs("4.1.3")
@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_only_so_many_proxies_are_believed_as_are_configured(wired_app, settings, proxies):
    opened = db.obj
    made = create_app(settings._replace(proxies=proxies))
    db.obj.close_all()
    db.initialize(opened)
    fix = getattr(made.wsgi_app, "__self__", made.wsgi_app)
    assert isinstance(fix, ProxyFix) is bool(proxies)
    if proxies:
        assert (fix.x_for, fix.x_proto, fix.x_host, fix.x_port, fix.x_prefix) == (proxies, proxies, 0, 0, 0)
