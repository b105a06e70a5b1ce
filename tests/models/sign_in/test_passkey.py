"""Passkeys: what a browser has to say, and everything that it may not (WebAuthn §7)."""

import json
from datetime import timedelta

import pytest
import time_machine
from webauthn.helpers import bytes_to_base64url

from models.base.clock import now
from models.sign_in import second_factors
from models.sign_in.passkey import MOST, Passkey, RelyingParty, Unproven, UsedChallenge
from models.sign_in.second_factors import TooMany
from models.staff.user import User
from tests.support import digest
from tests.support.authenticator import PRESENT, VERIFIED, Authenticator
from tests.support.factors import HERE, give_passkey

CHALLENGE = b"thirty-two bytes of what is asked"
LIFETIME = timedelta(minutes=5)


def keep(user, device, challenge=CHALLENGE, asked=CHALLENGE, party=HERE):
    answer = device.create(Passkey.creation(user, HERE, "Nord", asked))
    return second_factors.add_passkey(user, "Telefon", answer, challenge, party)


def use(device, user=None, challenge=CHALLENGE, asked=CHALLENGE, party=HERE, **changed):
    answer = device.get(Passkey.request(HERE, asked, user), **changed)
    return Passkey.used(answer, challenge, party, user)


def test_a_passkey_is_kept_and_proves_its_owner(cast):
    device = give_passkey(cast.alice)
    assert cast.alice.protected
    found = use(device)
    assert found.user == cast.alice
    assert Passkey.get().last_used_at
    assert use(device, cast.alice) == found


WRONG = {
    "another challenge": {"challenge": b"another question altogether, not ours"},
    "another party": {"party": RelyingParty("evil.example", ("http://localhost",))},
    "another origin": {"party": RelyingParty("localhost", ("https://localhost",))},
}


@pytest.mark.parametrize("how", WRONG)
def test_an_answer_to_something_else_is_refused(cast, how):
    device, before = Authenticator(), digest.digest()
    with pytest.raises(Unproven):
        keep(cast.alice, device, **WRONG[how])
    assert digest.digest() == before
    device = give_passkey(cast.alice)
    before = digest.digest()
    with pytest.raises(Unproven):
        use(device, **WRONG[how])
    assert digest.digest() == before


@pytest.mark.asvs("6.3.3")
@pytest.mark.parametrize("flags", [PRESENT, VERIFIED, 0])
def test_a_device_that_did_not_verify_its_person_is_refused(cast, flags):
    with pytest.raises(Unproven):
        keep(cast.alice, Authenticator(flags=flags))
    device = give_passkey(cast.alice)
    device.flags = flags
    before = digest.digest()
    for user in (None, cast.alice):
        with pytest.raises(Unproven):
            use(device, user)
    assert digest.digest() == before


def test_a_page_elsewhere_gets_no_use_of_it(cast):
    device = give_passkey(cast.alice)
    device.origin = "https://localhost.evil.example"
    with pytest.raises(Unproven):
        use(device)


def test_somebody_elses_signature_is_refused(cast):
    give_passkey(cast.alice)
    thief = Authenticator()
    thief.credential_id, thief.user_handle = give_passkey(cast.bob).credential_id, "AAAA"
    with pytest.raises(Unproven):
        use(thief)
    thief.user_handle = give_passkey(cast.bob, "Anden").user_handle
    with pytest.raises(Unproven):
        use(thief)


def test_a_passkey_of_another_is_no_second_factor(cast):
    give_passkey(cast.alice)
    bobs = give_passkey(cast.bob)
    before = digest.digest()
    with pytest.raises(Unproven):
        use(bobs, cast.alice)
    assert digest.digest() == before


def test_a_handle_of_another_is_refused(cast):
    alices, bobs = give_passkey(cast.alice), give_passkey(cast.bob)
    bobs.user_handle = alices.user_handle
    with pytest.raises(Unproven):
        use(bobs)


def test_a_counter_goes_up_or_is_that_of_a_copy(cast):
    device = give_passkey(cast.alice)
    device.counter = 7
    use(device)
    for counter in (7, 6, 0):
        device.counter = counter
        before = digest.digest()
        with pytest.raises(Unproven):
            use(device)
        assert digest.digest() == before
    device.counter = 8
    assert use(device)


def test_a_device_that_does_not_count_is_welcome(cast):
    device = give_passkey(cast.alice)
    assert use(device)
    assert use(device)


def test_a_removed_passkey_and_that_of_a_dismissed_colleague_open_nothing(cast):
    device, other = give_passkey(cast.alice), give_passkey(cast.bob)
    second_factors.remove_passkey(Passkey.of(cast.alice).get(), cast.alice)
    User.update(deactivated_at=now()).where(User.id == cast.bob.id).execute()
    for each in (device, other):
        with pytest.raises(Unproven):
            use(each)


def test_one_device_is_kept_once(cast):
    device = Authenticator()
    keep(cast.alice, device)
    for user in (cast.alice, cast.bob):
        with pytest.raises(Unproven):
            keep(user, device)
    assert Passkey.select().count() == 1


def test_there_are_not_more_than_anybody_needs(cast):
    for number in range(MOST):
        give_passkey(cast.alice, f"Nummer {number}")
    with pytest.raises(TooMany):
        give_passkey(cast.alice)
    assert Passkey.of(cast.alice).count() == MOST


DEEP = '{"id": "x", "rawId": "x", "type": "public-key", "response": {"clientDataJSON": ' + "[" * 9000
NUL = '{"id": "\\u0000", "response": {}}'
ANSWER = json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": {}})


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "x",
        "{}",
        "[]",
        "null",
        "7",
        '{"id": 7}',
        '{"id": [], "response": 3}',
        ANSWER,
        "[" * 9000,
        DEEP,
        NUL,
    ],
)
def test_nonsense_is_refused(cast, answer):
    give_passkey(cast.alice)
    with pytest.raises(Unproven):
        Passkey.used(answer, CHALLENGE, HERE)
    with pytest.raises(Unproven):
        second_factors.add_passkey(cast.alice, "x", answer, CHALLENGE, HERE)


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("value", [b"", b"\0", b"x" * 37, b"{}", b"[]", b'{"type": 3}', b"\xff" * 300])
def test_damaged_parts_are_refused(cast, part, value):
    device = give_passkey(cast.alice)
    with pytest.raises(Unproven):
        use(device, **{part: value})


@pytest.mark.parametrize("value", [b"", b"\0", b"\xa0", b"\xff" * 300, b"\xa1ffmtdnone", b"\x81" * 9000])
def test_a_damaged_creation_is_refused(cast, value):
    told = json.loads(Authenticator().create(Passkey.creation(cast.alice, HERE, "Nord", CHALLENGE)))
    for part in told["response"]:
        broken = told | {"response": told["response"] | {part: bytes_to_base64url(value)}}
        with pytest.raises(Unproven):
            second_factors.add_passkey(cast.alice, "x", json.dumps(broken), CHALLENGE, HERE)
    assert not cast.alice.protected


def test_the_history_keeps_no_key(cast):
    device = give_passkey(cast.alice)
    told = [event.changes for event in cast.alice._events().model.select()]
    assert not any(Passkey.get().public_key in each or Passkey.get().credential_id in each for each in told)
    assert device


def test_a_challenge_is_answered_once(cast):
    assert UsedChallenge.use(CHALLENGE, LIFETIME)
    assert not UsedChallenge.use(CHALLENGE, LIFETIME)
    assert UsedChallenge.use(b"another", LIFETIME)


def test_old_challenges_are_forgotten_after_they_have_died(cast):
    UsedChallenge.use(CHALLENGE, LIFETIME)
    with time_machine.travel(now() + LIFETIME):
        assert not UsedChallenge.use(CHALLENGE, LIFETIME)
    with time_machine.travel(now() + 3 * LIFETIME):
        UsedChallenge.use(b"another", LIFETIME)
    assert UsedChallenge.select().count() == 1
