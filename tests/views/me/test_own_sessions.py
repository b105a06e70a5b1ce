"""Ending one's own sign-ins in other browsers."""

from datetime import timedelta

import pytest

from models.base.clock import now
from models.base.event import Event
from models.staff.sign_in import SignIn
from tests.support import digest


@pytest.mark.asvs("7.5.2")
def test_one_is_ended(browse, cast):
    here, there, third = (browse(cast.nils) for _ in range(3))
    ended = SignIn.select().order_by(SignIn.id)[1]
    assert here.post(f"/settings/sign-in/sessions/{ended.id}/deletion").status_code == 303
    assert [each.get("/me").status_code for each in (here, there, third)] == [204, 401, 204]
    told = Event.get(Event.kind == "sign_in.ended")
    assert (told.actor_id, told.details["by"]) == (cast.nils.id, "elsewhere")


@pytest.mark.asvs("7.5.2")
def test_all_others_are_ended(browse, cast):
    here, there, other = browse(cast.nils), browse(cast.nils), browse(cast.olga)
    here.post("/settings/sign-in/sessions/deletion")
    assert [each.get("/me").status_code for each in (here, there, other)] == [204, 401, 204]


def test_anothers_is_not_found(browse, cast):
    here, other = browse(cast.nils), browse(cast.olga)
    foreign = SignIn.get(SignIn.user == cast.olga)
    before = digest.digest()
    for number in (foreign.id, 987654, 2**40):
        assert here.post(f"/settings/sign-in/sessions/{number}/deletion").status_code == 404
    assert digest.digest() == before
    assert other.get("/me").status_code == 204


@pytest.mark.parametrize(
    "path", ["/settings/sign-in/sessions/deletion", "/settings/sign-in/sessions/2/deletion"]
)
def test_who_has_not_proved_it_lately_is_asked_first(browse, cast, path):
    here, there = browse(cast.nils), browse(cast.nils)
    SignIn.update(proved_at=now() - timedelta(minutes=16)).execute()
    assert here.post(path).status_code == 401
    assert there.get("/me").status_code == 204
