"""A17, Fizzy 4efa4da, Krayin #2623 and many more: a sibling of a guarded route was forgotten (ASVS 8.1.1).

And A19, ERPNext CVE-2026-27471: too much was open to guests. What anybody may ask for stands here literally.
"""

import pytest

import access

pytestmark = [pytest.mark.asvs("8.1.1", "8.2.1"), pytest.mark.knows_no_engine]

DOORS = ("/sign-in", "/portal/sign-in")
ANYONE = {
    *("static", "health.healthz", "health.readyz", "me.show", "logos.show"),
    *("setup.new", "setup.create", "sign_ins.new", "sign_ins.create"),
    *("passkey_sign_ins.new", "passkey_sign_ins.create"),
    *("passwords.new", "passwords.create", "passwords.edit", "passwords.update"),
    *("portal.sign_ins.new", "portal.sign_ins.create"),
    *("portal.passwords.new", "portal.passwords.create", "portal.passwords.edit", "portal.passwords.update"),
    *("portal.invitations.show", "portal.invitations.update", "portal.invitations.create"),
    *("acceptances.show", "acceptances.update"),
}


def test_only_these_endpoints_answer_anybody(app, client, cast):
    answered = set()
    for rule in app.url_map.iter_rules():
        values = {name: 1 for name in rule.arguments} | {"filename": "favicon.svg"}
        values |= {"card_name": "tasks", "switch": "login", "kind": "reminders", "action": "0" * 16}
        path = rule.build({name: values[name] for name in rule.arguments})[1]
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            response = client.open(path, method=method)
            shown_the_door = response.status_code == 303 and response.location.startswith(DOORS)
            if not shown_the_door:
                answered.add(rule.endpoint)
    assert answered == ANYONE


def test_a_route_without_entry_is_open_to_nobody(browse, cast, monkeypatch):
    for endpoint in ("healthz", "readyz"):
        monkeypatch.delitem(access.POLICY, f"health.{endpoint}")
        for browser in (browse(), browse(cast.olga)):
            assert browser.get(f"/{endpoint}").status_code == 403
