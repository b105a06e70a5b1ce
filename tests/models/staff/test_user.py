"""Staff, their rights and their passwords."""

import pytest

from models.base.browser_session import LIFETIME
from models.base.clock import now
from models.base.event import Event
from models.staff.sign_in import IDLE, SignIn
from models.staff.user import User, initials
from tests.support.cast import PASSWORD
from tests.support.digest import digest


def test_the_right_password_names_its_user_whatever_the_case_of_the_address(cast):
    assert User.with_password(" OLGA@firma.example ", PASSWORD) == cast.olga


@pytest.mark.parametrize(
    ("email", "password"), [("olga@firma.example", "forkert"), ("ingen@firma.example", PASSWORD)]
)
def test_anything_else_names_nobody(cast, email, password):
    assert User.with_password(email, password) is None


def test_a_deactivated_user_cannot_sign_in(cast):
    cast.nils.amend(cast.olga, deactivated_at=now())
    assert User.with_password("nils@firma.example", PASSWORD) is None


def test_a_right_is_granted_once_and_recorded(cast):
    nils = cast.nils
    nils.grant("manage_tags", cast.olga)
    before = digest()
    nils.grant("manage_tags", cast.olga)
    assert digest() == before
    event = Event.select().order_by(Event.id.desc()).first()
    assert (event.kind, event.user_id, event.subject_name) == ("right.granted", nils.id, "manage_tags")


def test_a_withdrawn_right_is_gone_and_recorded(cast):
    rikke = cast.rikke
    rikke.withdraw("manage_accounts", cast.olga)
    assert cast.rikke.rights() == frozenset()
    assert Event.select().order_by(Event.id.desc()).first().kind == "right.withdrawn"


def test_a_right_that_is_none_is_refused(cast):
    with pytest.raises(ValueError, match="rule_the_world"):
        cast.nils.grant("rule_the_world", cast.olga)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Olga Ågesen", "OÅ"), ("Bo", "B"), ("Anna Marie Holm", "AH"), ("", ""), ("  ", "")],
)
def test_initials(name, expected):
    assert initials(name) == expected


class TestSignIn:
    def test_the_token_finds_its_user_with_rights(self, cast):
        found = SignIn.find(SignIn.start(cast.rikke))
        assert (found.user, found.rights) == (cast.rikke, frozenset({"manage_accounts"}))

    def test_the_database_does_not_hold_the_token(self, cast):
        token = SignIn.start(cast.rikke)
        assert token not in str(list(SignIn.select().dicts()))

    def test_an_ended_one_finds_nobody(self, cast):
        token = SignIn.start(cast.rikke)
        SignIn.find(token).end(cast.rikke, "sign_out")
        assert SignIn.find(token) is None

    @pytest.mark.parametrize("column", ["expires_at", "seen_at"])
    def test_it_ends_after_its_life_and_after_idling(self, cast, column):
        token = SignIn.start(cast.rikke)
        past = {"expires_at": now(), "seen_at": now() - IDLE}[column]
        SignIn.update({column: past}).execute()
        assert SignIn.find(token) is None
        assert LIFETIME > IDLE

    def test_deactivating_ends_it(self, cast):
        token = SignIn.start(cast.nils)
        cast.nils.amend(cast.olga, deactivated_at=now())
        assert SignIn.find(token) is None
