"""What watches the server is told."""

import pytest

import search_index
import worker


def test_healthz_asks_nobody(client, queries):
    with queries() as seen:
        response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")
    assert seen == []


def test_readyz_names_the_parts_that_are_missing(client):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json == {"database": True, "index": False, "worker": False}


def test_readyz_is_200_when_all_is_well(client, app):
    worker.work(app.config["SETTINGS"].data_dir)
    response = client.get("/readyz")
    assert (response.status_code, response.json) == (200, {"database": True, "index": True, "worker": True})


@pytest.mark.first_visit
def test_an_installation_that_nobody_has_set_up_is_ready_too(client, app):
    search_index.follow()
    worker.work(app.config["SETTINGS"].data_dir)
    assert client.get("/readyz").status_code == 200
