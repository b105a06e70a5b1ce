"""A03, pretix CVE-2026-5600: an export endpoint returned everything; A04, pretix CVE-2026-9712, EspoCRM CVE-2026-46691: a
file made for somebody else was fetched by its id (ASVS 8.2.2).
"""

import pytest

from models.base.event import Event
from models.clients.account import Account
from models.teams.access_request import AccessRequest
from tests.support import digest

# Who may export → the clients that are theirs: active ones and, asked for, archived ones.
THEIRS = {
    "alice": {"a", "old"},
    "rikke": {"a", "old"},
    "erik": {"b"},
    "vera": {"a", "b", "old"},
    "nils": set(),
}
THEIRS |= {"olga": {"a", "b", "old"}, "adam": {"a", "b", "old"}, "mona": {"a", "b", "old"}}


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("name", THEIRS)
@pytest.mark.parametrize(
    "asked", [{}, {"archived": "all"}, {"archived": "only"}, {"sort": "-login"}, {"team": "1"}]
)
def test_an_export_holds_the_clients_of_the_asker_alone(browse, cast, name, asked):
    """Each client's own name and its contacts' are the canaries."""
    person = getattr(cast, name)
    person.grant("export_data", cast.olga)
    exported = browse(person).post("/accounts/exports", data=asked).text
    foreign = {"a", "b", "old"} - THEIRS[name]
    for part in foreign:
        account = getattr(cast, part)
        assert account.name not in exported
    assert "@" not in exported
    count = exported.count("\r\n") - 1
    assert count <= len(THEIRS[name])
    assert Event.get(Event.kind == "export.made").details["rows"] == count


@pytest.mark.asvs("8.2.2")
def test_the_bin_is_in_no_export(browse, cast):
    cast.old.bin(cast.olga)
    exported = browse(cast.olga).post("/accounts/exports", data={"archived": "all"}).text
    assert cast.old.name not in exported


def test_no_export_is_kept_anywhere_to_be_fetched_by_an_id(app, browse, cast, tmp_path):
    addresses = [rule for rule in app.url_map.iter_rules() if "export" in rule.rule]
    assert {rule.endpoint for rule in addresses} == {"account_exports.create", "activity_exports.create"}
    assert all(rule.methods == {"POST", "OPTIONS"} and not rule.arguments for rule in addresses)
    kept = sorted(tmp_path.rglob("*.csv"))
    tables = set(digest.digests())
    before = digest.digests()
    browse(cast.olga).post("/accounts/exports")
    assert sorted(tmp_path.rglob("*.csv")) == kept == []
    assert digest.changed_tables(before) <= {"event", "sign_in"} & tables


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("name", ["alice", "rikke", "erik", "vera", "mona", "nils"])
def test_no_employee_takes_the_log_along_whatever_their_rights(browse, cast, name):
    AccessRequest.ask(cast.nils, cast.a.id, "Ferie")
    browser = browse(getattr(cast, name))
    before = digest.digest()
    response = browser.post("/activity/exports")
    assert response.status_code == 403
    assert digest.digest() == before
    assert Account.get_by_id(1).name not in response.text
