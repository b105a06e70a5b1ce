"""Letting somebody begin anew who has lost phone and passkey."""

import pytest

from models.base.event import Event
from models.outgoing.outbox import Outbox
from tests.support import digest
from tests.support.cast import PASSWORD
from tests.support.factors import give_app, give_codes, give_passkey


def path(user) -> str:
    return f"/settings/team/{user.id}/second-factor/deletion"


@pytest.mark.asvs("6.4.4", "7.4.5")
@pytest.mark.parametrize(("actor", "user"), [("olga", "alice"), ("olga", "adam"), ("adam", "alice")])
def test_it_is_recorded_told_by_mail_and_ends_sessions(browse, cast, actor, user):
    lost = getattr(cast, user)
    give_app(lost)
    give_passkey(lost)
    give_codes(lost)
    Outbox.delete().execute()
    theirs, manager = browse(lost), browse(getattr(cast, actor))
    assert 'id="lost-factors-button"' in manager.get(f"/settings/team/{lost.id}").text
    assert manager.post(path(lost)).location == f"/settings/team/{lost.id}"
    assert 'id="lost-factors-button"' not in manager.get(f"/settings/team/{lost.id}").text
    assert not getattr(cast, user).protected
    assert theirs.get("/me").status_code == 401
    assert manager.get("/me").status_code == 204
    told = Event.select().where(Event.kind == "user.second_factor_reset").get()
    assert (told.actor_id, told.user_id) == (getattr(cast, actor).id, lost.id)
    assert [row.email for row in Outbox.select()] == [lost.email]
    assert theirs.post("/sign-in", data={"email": lost.email, "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize(
    ("actor", "user"),
    [("adam", "olga"), ("adam", "adam"), ("olga", "olga"), ("vera", "alice"), ("alice", "alice")],
)
def test_nobody_else_may(browse, cast, actor, user):
    give_app(getattr(cast, user))
    inside, before = browse(getattr(cast, actor)), digest.digest()
    assert inside.post(path(getattr(cast, user))).status_code == 403
    assert digest.digest() == before


def test_nobody_is_not_there(browse, cast):
    assert browse(cast.olga).post("/settings/team/987654/second-factor/deletion").status_code == 404
