"""What a browser is asked in order to make a passkey."""

from tests.support import digest


def test_every_question_is_another_and_writes_nothing(browse, cast):
    inside = browse(cast.alice)
    before = digest.digest()
    first, second = (inside.get("/settings/passkeys/challenge").json for _ in range(2))
    assert first["publicKey"]["challenge"] != second["publicKey"]["challenge"]
    assert len(first["publicKey"]["challenge"]) >= 43  # 256 bits
    assert digest.digest() == before


def test_under_an_ip_address_there_is_none(browse, cast):
    inside = browse(cast.alice)
    inside.set_cookie("session", inside.get_cookie("session").value, domain="127.0.0.1")
    assert inside.get("/settings/passkeys/challenge", base_url="http://127.0.0.1").status_code == 404


def test_strangers_get_none(client, cast):
    assert client.get("/settings/passkeys/challenge").location.startswith("/sign-in")
