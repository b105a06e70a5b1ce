"""Second factors of staff: what counts once, what is kept, whom a change throws out and who is told."""

from datetime import timedelta

import pyotp
import pytest
import time_machine

from models.base.clock import now
from models.base.database import db
from models.base.event import Event
from models.base.one_time_codes import new_secret
from models.outgoing.outbox import Outbox
from models.sign_in import second_factors
from models.sign_in.passkey import Passkey
from models.sign_in.recovery_code import RecoveryCode
from models.sign_in.second_factors import Demanded, Unprotected
from models.sign_in.security_notice import SecurityNotice
from models.staff.firm import Firm
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support import digest
from tests.support.factors import give_app, give_codes, give_passkey
from tests.support.two_at_once import at_once
from words.labels import NOTICES


def everything() -> str:
    """All that the database holds, as text."""
    return repr([db.execute_sql(f'SELECT * FROM "{table}"').fetchall() for table in db.obj.get_tables()])  # noqa: S608


@pytest.mark.asvs("6.5.1")
def test_a_code_of_the_app_is_taken_once(cast):
    code = give_app(cast.alice).now()
    assert cast.alice.takes_code(f"{code[:3]} {code[3:]}")
    assert not cast.alice.takes_code(code)


@pytest.mark.asvs("6.5.1")
def test_the_code_that_enrolled_the_app_signs_nobody_in(cast):
    secret = new_secret()
    code = pyotp.TOTP(secret).now()
    assert second_factors.add_app(cast.alice, secret, code, cast.alice)
    assert not cast.alice.takes_code(code)


@pytest.mark.asvs("6.5.5")
@pytest.mark.parametrize(
    ("seconds", "taken"), [(-120, False), (-30, True), (0, True), (30, True), (120, False)]
)
def test_a_code_is_good_for_half_a_minute_and_one_around_it(cast, seconds, taken):
    app = give_app(cast.alice)
    assert cast.alice.takes_code(app.at(now() + timedelta(seconds=seconds))) is taken


def test_a_code_of_somebody_elses_app_is_refused(cast):
    give_app(cast.alice)
    assert not cast.alice.takes_code(give_app(cast.bob).now())


def test_a_wrong_first_code_adds_nothing(cast):
    secret, before = new_secret(), digest.digest()
    wrong = pyotp.TOTP(new_secret()).now()
    assert not second_factors.add_app(cast.alice, secret, wrong, cast.alice)
    assert digest.digest() == before


@pytest.mark.asvs("11.3.2")
def test_the_secret_of_an_app_lies_encrypted_and_in_no_event(cast):
    assert give_app(cast.alice).secret not in everything()


@pytest.mark.asvs("6.5.1")
def test_a_recovery_code_works_once(cast):
    give_app(cast.alice)
    first, second, *_ = give_codes(cast.alice)
    assert RecoveryCode.use(cast.alice, f" {first.upper()} ")
    assert not RecoveryCode.use(cast.alice, first)
    assert RecoveryCode.left(cast.alice) == 9
    assert not RecoveryCode.use(cast.bob, second)
    assert RecoveryCode.left(cast.alice) == 9


@pytest.mark.asvs("6.5.1")
def test_a_recovery_code_works_once_for_two_at_the_same_moment(cast):
    give_app(cast.alice)
    code, alice = give_codes(cast.alice)[0], cast.alice
    deeds = [lambda: RecoveryCode.use(alice, code)] * 4
    assert sorted(at_once(*deeds, expected=ArithmeticError)) == [False, False, False, True]


@pytest.mark.asvs("6.5.2")
def test_recovery_codes_are_ten_and_lie_hashed(cast):
    give_app(cast.alice)
    codes = give_codes(cast.alice)
    assert len(set(codes)) == 10
    kept = everything()
    for code in codes:
        assert code not in kept
        assert code.replace("-", "") not in kept
    hashes = {each.code_hash for each in RecoveryCode.select()}
    assert len(hashes) == 10
    assert all(each.startswith("$argon2id$") for each in hashes)


def test_new_recovery_codes_end_the_old_ones(cast):
    give_app(cast.alice)
    old = give_codes(cast.alice)[0]
    give_codes(cast.alice)
    assert not RecoveryCode.use(cast.alice, old)
    assert RecoveryCode.left(cast.alice) == 10


def test_recovery_codes_go_with_the_last_factor(cast):
    give_app(cast.alice)
    give_passkey(cast.alice)
    code = give_codes(cast.alice)[0]
    second_factors.remove_app(cast.alice, cast.alice)
    assert cast.alice.protected
    assert RecoveryCode.left(cast.alice) == 10
    second_factors.remove_passkey(Passkey.get(), cast.alice)
    assert not cast.alice.protected
    assert not RecoveryCode.use(cast.alice, code)


CHANGES = {
    "user.second_factor_added": lambda user: give_app(user),
    "user.second_factor_removed": lambda user: second_factors.remove_app(user, user),
    "passkey.created": lambda user: give_passkey(user),
    "passkey.removed": lambda user: second_factors.remove_passkey(Passkey.of(user).get(), user),
    "user.second_factor_reset": lambda user: second_factors.reset(user, User.get_by_id(1)),
}


@pytest.mark.asvs("7.4.3", "6.3.7")
@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_ends_other_sessions_is_recorded_and_told_by_mail(cast, kind):
    give_app(cast.alice)
    give_passkey(cast.alice)
    Outbox.delete().execute()
    token, seen = SignIn.start(cast.alice), Event.newest_id()
    bystander = SignIn.start(cast.bob)
    CHANGES[kind](cast.alice)
    assert SignIn.find(token) is None
    assert SignIn.find(bystander)
    told = [event.kind for event in Event.select().where(Event.id > seen, Event.user_id == cast.alice.id)]
    assert kind in told
    mails = Outbox.select().where(Outbox.kind == "security_notice")
    assert {row.email for row in mails} == {"alice@firma.example"}
    assert all(row.due_at <= now() for row in mails)


def test_every_mail_has_words(cast):
    give_app(cast.alice)
    give_passkey(cast.alice)
    RecoveryCode.use(cast.alice, give_codes(cast.alice)[0])
    second_factors.remove_app(cast.alice, cast.alice)
    second_factors.remove_passkey(Passkey.get(), cast.alice)
    give_app(cast.alice)
    second_factors.reset(cast.alice, cast.olga)
    told = {notice.about for notice in SecurityNotice.select()}
    assert len(told) == 6
    assert told <= set(NOTICES)


def test_the_session_in_which_the_change_is_made_goes_on(cast):
    token, other = SignIn.start(cast.alice), SignIn.start(cast.alice)
    secret = new_secret()
    second_factors.add_app(cast.alice, secret, pyotp.TOTP(secret).now(), cast.alice, SignIn.find(token).id)
    assert SignIn.find(token)
    assert SignIn.find(other) is None


def test_removing_what_is_not_there_does_nothing(cast):
    before = digest.digest()
    second_factors.remove_app(cast.alice, cast.alice)
    second_factors.reset(cast.alice, cast.olga)
    assert digest.digest() == before


# What the owner demands


def test_who_demands_has_to_have_one(cast):
    before = digest.digest()
    with pytest.raises(Unprotected):
        second_factors.demand(True, cast.olga)
    assert digest.digest() == before
    give_passkey(cast.olga)
    second_factors.demand(True, cast.olga)
    assert Firm.this().second_factor_required_at
    changed = digest.digest()
    second_factors.demand(True, cast.olga)
    assert digest.digest() == changed


@pytest.fixture
def demanded(cast):
    give_passkey(cast.olga)
    second_factors.demand(True, cast.olga)


@pytest.mark.asvs("6.3.3")
def test_nobody_takes_away_their_last_factor_while_it_is_demanded(cast, demanded):
    give_app(cast.alice)
    before = digest.digest()
    with pytest.raises(Demanded):
        second_factors.remove_app(cast.alice, cast.alice)
    with pytest.raises(Demanded):
        second_factors.remove_passkey(Passkey.get(), cast.olga)
    assert digest.digest() == before
    give_passkey(cast.alice)
    second_factors.remove_app(cast.alice, cast.alice)
    assert cast.alice.protected


def test_two_factors_do_not_go_at_the_same_moment(cast, demanded):
    give_app(cast.alice)
    give_passkey(cast.alice)
    passkey, alice = Passkey.of(cast.alice).get(), cast.alice
    deeds = (
        lambda: second_factors.remove_app(alice, alice),
        lambda: second_factors.remove_passkey(passkey, alice),
    )
    outcomes = at_once(*deeds, expected=Demanded)
    assert sum(isinstance(each, Demanded) for each in outcomes) == 1
    assert cast.alice.protected


@pytest.mark.asvs("6.3.3")
def test_a_session_tells_whether_its_person_is_unproven(cast, demanded):
    alice, olga = SignIn.start(cast.alice), SignIn.start(cast.olga)
    assert SignIn.find(alice).unproven
    assert not SignIn.find(olga).unproven
    second_factors.demand(False, cast.olga)
    assert not SignIn.find(alice).unproven


def test_a_reset_takes_everything(cast):
    app, device = give_app(cast.alice), give_passkey(cast.alice)
    code = give_codes(cast.alice)[0]
    second_factors.reset(cast.alice, cast.olga)
    assert not cast.alice.protected
    assert not Passkey.select().exists()
    assert not cast.alice.takes_code(app.now())
    assert not RecoveryCode.use(cast.alice, code)
    assert device


def test_the_staff_are_listed_with_what_they_have(cast, queries):
    give_app(cast.alice)
    give_passkey(cast.alice)
    give_passkey(cast.bob)
    with queries() as seen:
        people = {each.name: (each.has_app, each.passkeys) for each in second_factors.of_staff()}
    assert len(seen) == 2
    assert people["Alice Dam"] == (True, 1)
    assert people["Bob Eriksen"] == (False, 1)
    assert people["Nils Juhl"] == (False, 0)


def test_a_code_waits_for_a_clock_that_was_set_back(cast):
    app = give_app(cast.alice)
    assert cast.alice.takes_code(app.now())
    with time_machine.travel(now() - timedelta(minutes=5)):
        assert not cast.alice.takes_code(app.now())
