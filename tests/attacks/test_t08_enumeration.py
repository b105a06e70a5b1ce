"""T08, FreeScout CVE-2026-45294, osTicket CVE-2026-26895: the door told who is known there (ASVS 6.3.8).

That the time tells as little is measured by bench/doors.py.
"""

import re

import pytest

from models.base import password
from models.base.clock import now
from models.staff.user import User
from tests.support.visiting import give_access

# Door → who is known there, who was, and nobody.
NAMES = {
    "": ("nils@firma.example", "bob@firma.example", "nobody@firma.example"),
    "/portal": ("aase@a.example", "anna.privat@a.example", "nobody@firma.example"),
}


@pytest.fixture
def told(cast, browse):
    """told(path, data, name): everything that a browser gets to know, but for the name and the nonce."""
    give_access(cast.address("aase@a.example"))
    User.update(deactivated_at=now()).where(User.id == cast.bob.id).execute()

    def tell(path, data, name):
        response = browse().post(path, data=data | {"email": name})
        headers = {key: value for key, value in response.headers if key != "Content-Length"}
        text = re.sub(r"nonce(=\"|-)[\w-]+", "nonce", response.text + repr(headers))
        return response.status_code, text.replace(name, "NAME")

    return tell


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("door", NAMES)
@pytest.mark.parametrize("typed", ["forkert", "x" * 300, "", "\N{GRINNING FACE}" * 20])
def test_a_wrong_sign_in_answers_alike_for_everybody(told, door, typed):
    answers = {told(f"{door}/sign-in", {"password": typed}, name) for name in NAMES[door]}
    assert len(answers) == 1
    assert answers.pop()[0] == 422


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("door", NAMES)
def test_patience_ends_alike_for_everybody(told, door):
    answers = {
        tuple(told(f"{door}/sign-in", {"password": "forkert"}, name) for _ in range(11))
        for name in NAMES[door]
    }
    assert len(answers) == 1
    assert [status for status, _ in answers.pop()] == [422] * 10 + [429]


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("door", NAMES)
def test_asking_for_a_new_password_answers_alike_for_everybody(told, door):
    for _ in range(7):
        answers = {told(f"{door}/password", {}, name) for name in NAMES[door]}
        assert len(answers) == 1
        assert answers.pop()[0] == 200


@pytest.mark.asvs("6.3.8", "11.4.2")
@pytest.mark.parametrize("door", NAMES)
def test_a_password_is_hashed_for_nobody_too(told, door, monkeypatch):
    asked = []
    real = password._hasher

    class Counted:
        def verify(self, *args):
            asked.append(args)
            return real.verify(*args)

    monkeypatch.setattr(password, "_hasher", Counted())
    for name in NAMES[door]:
        told(f"{door}/sign-in", {"password": "forkert"}, name)
    assert len(asked) == len(NAMES[door])
