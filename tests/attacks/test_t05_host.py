"""T05, Monica CVE-2026-26747: a forged Host came back in links (ASVS 4.1.3)."""

import pytest

pytestmark = [pytest.mark.asvs("4.1.3"), pytest.mark.knows_no_engine]

FORGED = ("evil.example", "evil.example:80", "localhost.evil.example", "evil.example@localhost", "")
FORGED += ("[::2]", "[::1].evil.example", "[::1]evil", "evil[::1]", "[::1]:evil", "::1", "[::1", "[")


@pytest.mark.parametrize("host", FORGED)
@pytest.mark.parametrize("path", ["/sign-in", "/accounts", "/healthz"])
def test_an_unknown_host_is_400_and_not_repeated(client, host, path):
    response = client.get(path, headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "localhost:8000", "[::1]", "[::1]:8000"])
def test_our_own_names_are_known(client, host):
    assert client.get("/sign-in", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host"])
def test_forwarded_hosts_are_not_believed(browse, cast, header):
    response = browse(cast.alice).get("/accounts", headers={header: "evil.example"})
    assert "evil" not in response.text
    assert "evil" not in str(response.headers)
