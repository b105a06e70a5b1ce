"""Time spent on a client."""

import pytest

from models.base.clock import now
from models.work.job import Job, Pipeline, Stage
from models.work.time_entry import TimeEntry


def spend(account, user, description):
    TimeEntry.create(account=account, user=user, description=description, ended_at=now(), minutes=65)


@pytest.mark.parametrize("end", ["time-entries", "overview/time-entries"])
def test_without_the_right_one_sees_ones_own_time_only(browse, cast, end):
    spend(cast.a, cast.alice, "Alices tid")
    spend(cast.a, cast.olga, "Olgas tid")
    path = f"/accounts/{cast.a.id}/{end}"
    own = browse(cast.alice).get(path).text
    assert "Alices tid" in own
    assert "Olgas tid" not in own
    cast.alice.grant("manage_time_entries", cast.olga)
    assert "Olgas tid" in browse(cast.alice).get(path).text


def test_time_is_shown_in_hours_and_minutes_and_how_it_is_billed(browse, cast):
    spend(cast.a, cast.alice, "Bogføring")
    TimeEntry.create(account=cast.a, user=cast.alice, description="Løber")
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/time-entries?lang=en").text
    assert "1:05" in page
    assert "Unbilled" in page
    assert "Running" in page


def test_a_job_of_a_restricted_pipeline_is_not_named(browse, cast):
    pipeline = Pipeline.create(name="Fortroligt", restricted_at=now())
    job = Job.start(cast.a, Stage.create(pipeline=pipeline, name="Ny", position=1), "Hemmelig sag")
    TimeEntry.create(account=cast.a, user=cast.alice, job=job, description="Møde")
    TimeEntry.create(account=cast.a, user=cast.alice, job=job)
    alice = browse(cast.alice)
    for page in ("time-entries", "overview/time-entries"):
        assert "Hemmelig sag" not in alice.get(f"/accounts/{cast.a.id}/{page}").text
    assert "Hemmelig sag" in browse(cast.olga).get(f"/accounts/{cast.a.id}/time-entries").text
