"""Counting what was wrong, so that nobody guesses for long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.base.sign_in_failure import MOST, MOST_AT_ADDRESS, SignInFailure

HERE = "192.0.2.7"


def fail(times: int, door="staff", name="aase@a.example", address=HERE) -> int:
    """How many of so many wrong tries were let to the door."""
    return sum(SignInFailure.attempt(door, name, address) is not None for _ in range(times))


@pytest.mark.asvs("6.3.1", "6.6.3")
def test_ten_of_one_name_in_a_quarter_of_an_hour(cast):
    assert fail(12, name="AASE@a.example ") == MOST == 10
    assert SignInFailure.attempt("staff", "aase@a.example", "198.51.100.1") is None
    assert SignInFailure.attempt("staff", "anna@a.example", HERE)
    assert SignInFailure.attempt("portal", "aase@a.example", HERE)
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert SignInFailure.attempt("staff", "aase@a.example", HERE)


@pytest.mark.asvs("6.3.1")
def test_a_hundred_from_one_address_in_an_hour(cast):
    allowed = sum(fail(1, name=f"nobody{number}@a.example") for number in range(MOST_AT_ADDRESS + 5))
    assert allowed == MOST_AT_ADDRESS == 100
    assert SignInFailure.attempt("portal", "anna@a.example", HERE) is None
    assert SignInFailure.attempt("staff", "anna@a.example", "192.0.2.8")
    with time_machine.travel(now() + timedelta(minutes=59)):
        assert SignInFailure.attempt("staff", "bent@b.example", HERE) is None
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert SignInFailure.attempt("staff", "bent@b.example", HERE)


def test_a_household_of_ipv6_is_one_address(cast):
    for number in range(MOST_AT_ADDRESS):
        fail(1, name=str(number), address=f"2001:db8:1:1::{number:x}")
    assert fail(1, name="a", address="2001:db8:1:1:ffff::1") == 0
    assert fail(1, name="b", address="2001:db8:1:2::1") == 1


def test_what_was_right_does_not_count(cast):
    for _ in range(30):
        SignInFailure.attempt("staff", "aase@a.example", HERE).withdraw()
    assert not SignInFailure.select().exists()


def test_waiting_is_not_made_longer_by_trying(cast):
    fail(MOST)
    with time_machine.travel(now() + timedelta(minutes=14)):
        fail(5)
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert fail(1) == 1


def test_who_came_in_is_forgiven_and_others_are_not(cast):
    fail(5)
    fail(MOST, name="anna@a.example")
    SignInFailure.forgive("staff", "Aase@a.example")
    assert fail(12) == MOST
    assert fail(1, name="anna@a.example") == 0


def test_nothing_that_was_typed_is_kept(cast):
    fail(1, name="mit kodeord i det forkerte felt")
    assert "kodeord" not in repr(list(SignInFailure.select().dicts()))
    assert HERE not in repr(list(SignInFailure.select().dicts()))


@pytest.mark.asvs("6.3.1", "15.4.2")
def test_many_at_the_same_moment_are_not_more(cast):
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(fail, [1] * 40)) <= MOST


@pytest.mark.parametrize("address", [None, "", "unix:", "x" * 500])
def test_an_address_that_is_none_is_counted_too(cast, address):
    assert fail(12, address=address) == MOST
