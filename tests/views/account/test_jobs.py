"""The jobs of a client."""

from models.base.clock import now
from models.work.job import Job, Pipeline, PipelineMember, Stage


def pipeline(name, **fields):
    made = Pipeline.create(name=name, **fields)
    return made, Stage.create(pipeline=made, name="Afstemning", position=1)


def test_the_page_lists_every_job_and_the_card_the_current_ones(browse, cast):
    _, stage = pipeline("Årsregnskab")
    Job.start(cast.a, stage, "Regnskab 2025", [cast.alice])
    Job.start(cast.a, stage, "Regnskab 2024", completed_at=now())
    browser = browse(cast.alice)
    page = browser.get(f"/accounts/{cast.a.id}/jobs").text
    card = browser.get(f"/accounts/{cast.a.id}/overview/jobs").text
    assert "Regnskab 2025" in page
    assert "Regnskab 2024" in page
    assert "Afstemning" in card
    assert "Regnskab 2024" not in card


def test_jobs_of_a_restricted_pipeline_are_seen_by_its_members_only(browse, cast):
    restricted, stage = pipeline("Løn til ledelsen", restricted_at=now())
    Job.start(cast.a, stage, "Fortroligt job")
    for end in ("jobs", "overview/jobs"):
        path = f"/accounts/{cast.a.id}/{end}"
        assert "Fortroligt job" not in browse(cast.alice).get(path).text
        assert "Fortroligt job" not in browse(cast.vera).get(path).text
        assert "Fortroligt job" in browse(cast.adam).get(path).text
    PipelineMember.create(pipeline=restricted, user=cast.alice)
    assert "Fortroligt job" in browse(cast.alice).get(f"/accounts/{cast.a.id}/jobs").text
