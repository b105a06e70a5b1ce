"""bin/flask COMMAND."""

import re
import shutil

import pytest

import search_index
from models.account import Account
from models.database import MIGRATIONS
from models.firm import Firm
from models.outbox import Outbox
from models.password_reset import StaffPasswordReset


@pytest.fixture
def run(app):
    """run("migrate", …): the result of a command over this test's database."""
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=list(arguments))


def test_migrate_brings_the_schema_up_to_date(run, cast):
    result = run("migrate")
    assert (result.exit_code, result.output) == (0, "")


def test_a_new_migration_is_not_needed(run, cast, monkeypatch, tmp_path):
    monkeypatch.setattr("models.database.MIGRATIONS", shutil.copytree(MIGRATIONS, tmp_path / "migrations"))
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


def test_there_is_no_link_for_nobody(run, cast):
    result = run("users", "link-for-a-new-password", "x@y.dk")
    assert result.exit_code != 0
    assert "Nobody signs in as x@y.dk" in result.output
    assert not StaffPasswordReset.select().exists()
