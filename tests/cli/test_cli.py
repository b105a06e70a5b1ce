"""bin/flask COMMAND."""

import re
import shutil

import pytest

import search_index
from models.base.database import MIGRATIONS
from models.base.event import Event
from models.clients.account import Account
from models.outgoing.outbox import Outbox
from models.sign_in.password_reset import StaffPasswordReset
from models.staff.firm import Firm
from models.staff.sign_in import SignIn
from models.staff.user import User
from models.teams.staff_invitation import StaffInvitation
from tests.support.factors import give_app, give_passkey


@pytest.fixture
def run(app):
    """run("migrate", …): the result of a command over this test's database."""
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=list(arguments))


def test_migrate_brings_the_schema_up_to_date(run, cast):
    result = run("migrate")
    assert (result.exit_code, result.output) == (0, "")


def test_a_new_migration_is_not_needed(run, cast, monkeypatch, tmp_path):
    monkeypatch.setattr(
        "models.base.database.MIGRATIONS", shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    )
    assert run("new-migration", "nothing").output == "The schema equals the models.\n"


def test_reindex_makes_the_index(run, cast):
    assert not search_index.status().ready
    assert run("reindex").exit_code == 0
    assert search_index.status().ready
    assert search_index.status().accounts == 3


@pytest.mark.first_visit
def test_demo_fills_an_empty_installation(run, database):
    result = run("demo", "--accounts", "3")
    assert result.exit_code == 0, result.output
    assert Firm.this().demo_at
    assert Account.select().count() == 3
    assert search_index.search("a").hits


def test_demo_leaves_a_firm_alone_that_is_there(run, cast):
    result = run("demo", "--accounts", "3")
    assert result.exit_code != 0
    assert "holds Regnskabshuset Nord already" in result.output
    assert Account.select().count() == 3


@pytest.mark.parametrize("command", ["serve", "worker", "migrate", "reindex", "demo", "new-migration"])
def test_every_command_says_what_it_does(run, command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 3


def test_a_link_for_a_new_password_is_printed_and_works_once(run, cast, client):
    printed = run("users", "link-for-a-new-password", " Nils@firma.example").output
    path, token = re.search(r"http://localhost(/password-resets/\d+)\?token=(\S+)", printed).groups()
    data = {"token": token, "password": "en ny og lang sætning"}
    assert client.post(path, data=data).status_code == 303
    assert client.post(path, data=data).status_code == 410
    assert not Outbox.select().where(Outbox.kind == "staff_password_reset").exists()


def test_a_printed_link_ends_the_one_before_and_is_told(run, cast, client):
    first, second = (run("users", "link-for-a-new-password", "nils@firma.example").output for _ in range(2))
    path, token = re.search(r"http://localhost(/password-resets/\d+)\?token=(\S+)", first).groups()
    assert client.post(path, data={"token": token, "password": "en ny og lang sætning"}).status_code == 410
    told = Event.select().where(Event.kind == "user.password_link_made").order_by(Event.id.desc()).get()
    assert (told.actor_kind, told.user_id) == ("system", cast.nils.id)
    assert re.search(r"token=(\S+)", second)[1] not in repr([row.__data__ for row in Event.select()])
    assert (
        Outbox.select().where(Outbox.kind == "security_notice", Outbox.email == "nils@firma.example").exists()
    )


INVITED = re.compile(r"http://localhost(/staff-invitations/\d+)\?token=(\S+)")


@pytest.mark.parametrize(
    ("typed", "again", "kept"),
    [
        (" Ny@firma.example", "ny@firma.example", "ny@firma.example"),
        ("ny@smørrebrød.example", "NY@xn--smrrebrd-64af.example", "ny@smørrebrød.example"),
    ],
)
def test_a_printed_invitation_lets_a_colleague_in(run, cast, client, typed, again, kept):
    first = run("users", "invite", typed, "--name", "Ny Kollega")
    second = run("users", "invite", again)
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    data = {"password": "en ny og lang sætning"}
    for output, status in ((first.output, 410), (second.output, 303)):
        path, token = INVITED.search(output).groups()
        assert client.post(path, data=data | {"token": token}).status_code == status
    made = User.get(email=kept)
    assert (made.name, made.role) == ("Ny Kollega", "employee")
    assert Event.get(Event.kind == "staff_invitation.handed_out").actor_kind == "system"
    assert not Outbox.select().where(Outbox.kind == "staff_invitation").exists()


def test_a_printed_invitation_is_renewed_in_every_form_of_the_address(run, cast):
    run("users", "invite", "ny@rødgrød.example", "--name", "Ny Kollega", "--role", "admin")
    for typed in ("NY@xn--rdgrd-vuad.example", "Ny <ny@RØDGRØD.example>", "mailto:ny@rødgrød.example"):
        assert run("users", "invite", typed).exit_code == 0, typed
        only = StaffInvitation.unanswered().get()
        assert (only.name, only.role, only.email) == ("Ny Kollega", "admin", "ny@rødgrød.example")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ny@firma.example"], "Say whom you invite"),
        (["ny@firma.example", "--name", "\u200b\u3164"], "Say whom you invite"),
        (["ny", "--name", "Ny"], "not an e-mail address"),
        (["nils@firma.example", "--name", "Nils"], "is or was staff"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(run, cast, arguments, words):
    result = run("users", "invite", *arguments)
    assert result.exit_code != 0
    assert words in result.output
    assert not StaffInvitation.select().exists()


@pytest.mark.first_visit
def test_without_an_owner_nobody_is_invited(run, database):
    result = run("users", "invite", "ny@firma.example", "--name", "Ny")
    assert result.exit_code != 0
    assert "no owner yet" in result.output


def test_there_is_no_link_for_nobody(run, cast):
    result = run("users", "link-for-a-new-password", "x@y.dk")
    assert result.exit_code != 0
    assert "Nobody signs in as x@y.dk" in result.output
    assert not StaffPasswordReset.select().exists()


def test_the_console_lists_who_signs_in_with_what(run, cast):
    give_app(cast.olga)
    give_passkey(cast.alice)
    lines = {line.split("\t")[0]: line.split("\t")[1:] for line in run("users", "list").output.splitlines()}
    assert lines["olga@firma.example"] == ["owner", "app"]
    assert lines["alice@firma.example"] == ["employee", "passkeys: 1"]
    assert lines["bob@firma.example"] == ["employee", "password alone"]


@pytest.mark.asvs("6.4.4")
def test_the_console_lets_a_lone_owner_begin_anew(run, cast):
    give_app(cast.olga)
    token = SignIn.start(cast.olga)
    assert run("users", "reset-second-factor", " Olga@firma.example").exit_code == 0
    assert not cast.olga.protected
    assert SignIn.find(token) is None
    told = Event.select().where(Event.kind == "user.second_factor_reset").get()
    assert (told.actor_kind, told.user_id) == ("system", cast.olga.id)


def test_the_console_knows_who_is_there(run, cast):
    result = run("users", "reset-second-factor", "nobody@firma.example")
    assert result.exit_code != 0
    assert "bin/flask users list" in result.output
