"""Many accounts at once: what changes, what is so already, what refuses; all of it once, and all of it back."""

from datetime import timedelta

import pytest

from models.base.clock import at, now
from models.base.event import Event
from models.clients.account import Account, Assignment
from models.clients.linked_address import SWITCHES
from models.clients.tag import AccountTag, Tag
from models.history.take_back import Overtaken
from models.processes.bulk import ArchivedAmong, BulkRequest, Outdated, carry_out, primary_addresses
from models.processes.bulk_change import BulkChange, TooLate
from tests.support.digest import changed_tables, digest, digests


@pytest.fixture
def tag(cast):
    return Tag.add(cast.olga, name="Moms")


def both(cast, kind, **given) -> BulkRequest:
    return BulkRequest(kind, [cast.a.id, cast.b.id], **given)


def states(outcomes) -> dict:
    return {each.name: each.state for each in outcomes}


def team(account) -> set:
    return {user.name.split()[0] for user in account.team}


# One kind after the other: what it does, and that it does nothing to those that are so already.


def test_a_tag_goes_on_those_that_lack_it(cast, tag):
    tag.put_on(cast.a, cast.olga)
    outcomes = carry_out(both(cast, "tag_on", tag=tag.id), cast.olga)
    assert states(outcomes) == {"Bageriet Bøgh": "changed", "Østergaard Byg ApS": "already"}
    assert AccountTag.select().where(AccountTag.tag == tag).count() == 2


def test_a_tag_comes_off_those_that_have_it(cast, tag):
    tag.put_on(cast.a, cast.olga)
    outcomes = carry_out(both(cast, "tag_off", tag=tag.id), cast.olga)
    assert states(outcomes) == {"Bageriet Bøgh": "already", "Østergaard Byg ApS": "changed"}
    assert not AccountTag.select().exists()


def test_somebody_joins_for_good(cast):
    cast.a.assign(cast.nils, cast.olga, now() + timedelta(days=3))
    carry_out(both(cast, "join", user=cast.nils.id), cast.olga)
    assert [each.until_at for each in Assignment.select().where(Assignment.user == cast.nils)] == [None, None]


def test_the_last_of_a_team_stays_and_is_told(cast):
    cast.b.assign(cast.alice, cast.olga)
    Assignment.delete().where(Assignment.account == cast.a, Assignment.user == cast.rikke).execute()
    outcomes = carry_out(both(cast, "leave", user=cast.alice.id), cast.olga)
    assert states(outcomes) == {"Bageriet Bøgh": "changed", "Østergaard Byg ApS": "refused"}
    assert {each.reason for each in outcomes} == {None, "last_member"}
    assert team(cast.a) == {"Alice"}


def test_who_stays_for_a_time_does_not_count_as_somebody_who_stays(cast):
    Assignment.update(until_at=now() + timedelta(days=3)).where(Assignment.user == cast.rikke).execute()
    outcomes = carry_out(BulkRequest("leave", [cast.a.id], user=cast.alice.id), cast.olga)
    assert states(outcomes) == {"Østergaard Byg ApS": "refused"}


def test_handing_over_puts_the_successor_in_the_place(cast):
    outcomes = carry_out(
        both(cast, "hand_over", user=cast.alice.id, successor=cast.bob.id),
        cast.olga,
    )
    assert states(outcomes) == {"Bageriet Bøgh": "refused", "Østergaard Byg ApS": "changed"}
    assert (team(cast.a), team(cast.b)) == ({"Bob", "Rikke"}, {"Bob", "Erik"})


def test_the_only_member_can_hand_over(cast):
    Assignment.delete().where(Assignment.account == cast.a, Assignment.user == cast.rikke).execute()
    carry_out(BulkRequest("hand_over", [cast.a.id], user=cast.alice.id, successor=cast.nils.id), cast.olga)
    assert team(cast.a) == {"Nils"}


def test_who_has_left_the_firm_hands_over_too(cast):
    cast.alice.amend(cast.olga, deactivated_at=now())
    carry_out(BulkRequest("hand_over", [cast.a.id], user=cast.alice.id, successor=cast.nils.id), cast.olga)
    assert team(cast.a) == {"Nils", "Rikke"}


def test_the_type_is_set(cast):
    outcomes = carry_out(both(cast, "type", type="other"), cast.olga)
    assert states(outcomes) == {"Bageriet Bøgh": "changed", "Østergaard Byg ApS": "changed"}
    assert cast.a.type == cast.b.type == "other"


def test_archiving_and_reactivating(cast):
    carry_out(both(cast, "archive"), cast.olga)
    assert cast.a.archived
    assert cast.b.archived
    outcomes = carry_out(BulkRequest("reactivate", [cast.a.id, cast.old.id]), cast.olga)
    assert states(outcomes) == {"Lukket Kro I/S": "changed", "Østergaard Byg ApS": "changed"}
    assert not cast.old.archived


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_turns_on_the_chosen_addresses_only(cast, switch):
    chosen, other = cast.address("aase@a.example"), cast.address("bent@b.example")
    for row in (chosen, other):
        row.turn(switch, False, cast.olga)
    carry_out(both(cast, "switch", switch=switch, on=True, addresses=(chosen.id,)), cast.olga)
    assert cast.address("aase@a.example").is_on(switch)
    assert not cast.address("bent@b.example").is_on(switch)


def test_login_in_bulk_invites_nobody(cast):
    row = cast.address("bent@b.example")
    carry_out(BulkRequest("switch", [cast.b.id], switch="login", on=True, addresses=(row.id,)), cast.olga)
    assert cast.address("bent@b.example").login_state == "not_invited"


def test_the_rule_takes_one_address_of_each_contact(cast):
    emails = {cast.address(each).id: each for each in ("anna@a.example", "aase@a.example", "bent@b.example")}
    assert set(primary_addresses([cast.a.id, cast.b.id])) == set(emails)


# What is asked for of accounts or addresses that cannot be changed


def test_one_archived_account_keeps_all_from_changing(cast, tag):
    before = digest()
    with pytest.raises(ArchivedAmong) as among:
        carry_out(BulkRequest("tag_on", [cast.a.id, cast.old.id], tag=tag.id), cast.olga)
    assert among.value.names == ["Lukket Kro I/S"]
    assert digest() == before


@pytest.mark.parametrize("gone", ["account", "address", "tag", "user"])
def test_what_is_gone_keeps_all_from_changing(cast, tag, gone):
    foreign = cast.address("bent@b.example").id
    asked = {
        "account": BulkRequest("archive", [cast.a.id, 999]),
        "address": BulkRequest("switch", [cast.a.id], switch="notify", on=True, addresses=(foreign,)),
        "tag": BulkRequest("tag_on", [cast.a.id], tag=999),
        "user": BulkRequest("join", [cast.a.id], user=999),
    }[gone]
    before = digest()
    with pytest.raises(Outdated):
        carry_out(asked, cast.olga)
    assert digest() == before


# The dry run


def test_a_preview_changes_nothing_but_itself(cast, tag):
    before = digests()
    change = BulkChange.prepare(both(cast, "tag_on", tag=tag.id), cast.olga)
    assert changed_tables(before) == {"bulk_change"}
    assert states(change.outcomes) == {"Bageriet Bøgh": "changed", "Østergaard Byg ApS": "changed"}


@pytest.mark.parametrize(
    "asked",
    [
        lambda cast: both(cast, "join", user=cast.nils.id),
        lambda cast: both(cast, "leave", user=cast.rikke.id),
        lambda cast: both(cast, "hand_over", user=cast.alice.id, successor=cast.vera.id),
        lambda cast: both(cast, "type", type="individual"),
        lambda cast: both(cast, "archive"),
        lambda cast: both(
            cast,
            "switch",
            switch="notify",
            on=True,
            addresses=tuple(primary_addresses([cast.a.id, cast.b.id])),
        ),
    ],
    ids=["join", "leave", "hand_over", "type", "archive", "switch"],
)
def test_what_was_previewed_comes_true_in_one_action_and_goes_back(cast, asked):
    tables = {"account", "account_tag", "assignment", "linked_address"}
    before = {name: value for name, value in digests().items() if name in tables}
    change = BulkChange.prepare(asked(cast), cast.olga)
    last = Event.select().count()
    assert change.apply(change.digest)
    done = list(Event.select().order_by(Event.id))[last:]
    assert {event.action for event in done} == {change.action}
    assert [event.kind for each in change.outcomes for event in each.events] == [
        event.kind for event in sorted(done, key=lambda event: (names(cast)[event.account_id], event.id))
    ]
    assert change.undo()
    assert {name: value for name, value in digests().items() if name in tables} == before


def names(cast) -> dict:
    return {cast.b.id: 1, cast.a.id: 2}  # in the order of the alphabet


def test_doing_it_again_changes_nothing_more(cast, tag):
    change = BulkChange.prepare(both(cast, "tag_on", tag=tag.id), cast.olga)
    change.apply(change.digest)
    before = digest()
    assert not BulkChange.get_by_id(change.id).apply(change.digest)
    assert digest() == before


def test_a_preview_that_is_no_longer_true_is_not_done(cast, tag):
    change = BulkChange.prepare(both(cast, "tag_on", tag=tag.id), cast.olga)
    tag.put_on(cast.a, cast.adam)
    before = digest()
    with pytest.raises(Outdated):
        change.apply(change.digest)
    assert digest() == before


def test_another_preview_than_the_one_seen_is_not_done(cast, tag):
    change = BulkChange.prepare(both(cast, "tag_on", tag=tag.id), cast.olga)
    before = digest()
    with pytest.raises(Outdated):
        change.apply("x")
    assert digest() == before


# Undoing


def test_what_has_been_changed_since_stands_in_the_way_of_all(cast):
    change = BulkChange.prepare(both(cast, "type", type="other"), cast.olga)
    change.apply(change.digest)
    cast.a.amend(cast.adam, type="individual")
    before = digest()
    with pytest.raises(Overtaken) as overtaken:
        change.undo()
    assert overtaken.value.event.account_id == cast.a.id
    assert digest() == before


def test_undoing_never_empties_a_team(cast):
    change = BulkChange.prepare(BulkRequest("join", [cast.a.id], user=cast.nils.id), cast.olga)
    change.apply(change.digest)
    for member in (cast.alice, cast.rikke):
        cast.a.unassign(member, cast.olga)
    before = digest()
    with pytest.raises(Overtaken):
        change.undo()
    assert digest() == before


def test_undoing_twice_is_undoing_once(cast):
    change = BulkChange.prepare(both(cast, "archive"), cast.olga)
    change.apply(change.digest)
    change.undo()
    before = digest()
    assert not change.undo()
    assert digest() == before
    assert not Account.select().where(Account.archived_at.is_null(False), Account.id != cast.old.id).exists()


def test_after_a_day_it_stays(cast):
    change = BulkChange.prepare(both(cast, "archive"), cast.olga)
    change.apply(change.digest)
    before = digest()
    with at(now() + timedelta(days=1, minutes=1)), pytest.raises(TooLate):
        change.undo()
    assert digest() == before
    assert list(BulkChange.done_by(cast.olga)) == [change]
