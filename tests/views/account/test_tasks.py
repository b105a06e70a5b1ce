"""The tasks of a client."""

from datetime import date

from models.work.task import Task


def test_the_page_lists_every_task_and_the_card_those_under_way(browse, cast):
    Task.plan(cast.olga, cast.a, "Moms", [cast.alice])
    Task.plan(cast.olga, cast.a, "Færdig opgave", status="completed")
    Task.plan(cast.olga, cast.a, "Aflyst opgave", status="cancelled")
    browser = browse(cast.alice)
    page = browser.get(f"/accounts/{cast.a.id}/tasks").text
    card = browser.get(f"/accounts/{cast.a.id}/overview/tasks").text
    assert all(title in page for title in ("Moms", "Færdig opgave", "Aflyst opgave"))
    assert "Moms" in card
    assert "Færdig opgave" not in card
    assert "Aflyst opgave" not in card


def test_a_task_tells_who_is_on_it_and_how_urgent_it_is(browse, cast):
    Task.plan(
        cast.olga, cast.a, "Haster", [cast.olga, cast.alice], priority="urgent", due_on=date(2020, 2, 29)
    )
    Task.plan(cast.olga, cast.a, "Ledig")
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/tasks?lang=en").text
    assert "Alice Dam, Olga Ågesen" in page
    assert "Urgent" in page
    assert "Late:" in page
    assert "Unassigned" in page
