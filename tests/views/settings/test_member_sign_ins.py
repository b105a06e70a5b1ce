"""Signing a member of staff out, by those who manage them."""

import pytest

from models.staff.sign_in import SignIn
from tests.support.digest import digest


def end(browser, member):
    return browser.post(f"/settings/team/{member.id}/sign-ins/deletion")


@pytest.mark.asvs("7.4.5")
def test_the_person_is_out_at_once_and_others_are_not(browse, cast):
    alice, bob = browse(cast.alice), browse(cast.bob)
    assert end(browse(cast.adam), cast.alice).status_code == 303
    assert alice.get("/me").status_code == 401
    assert bob.get("/me").status_code == 204


@pytest.mark.parametrize(("actor", "member"), [("adam", "olga"), ("adam", "adam"), ("vera", "alice")])
def test_others_may_not(browse, cast, actor, member):
    SignIn.start(getattr(cast, member))
    browser = browse(getattr(cast, actor))
    before = digest()
    assert end(browser, getattr(cast, member)).status_code == 403
    assert digest() == before
