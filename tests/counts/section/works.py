"""A new section does all that sections do."""

from models.work.agreement import Agreement

from models.base.event import Event
from models.history.restore import restore_value
from models.history.undo import undo
from models.merging.merging import merge
from tests.support.html import value_of


def test_it_is_written_shown_told_undone_and_merged(browse, cast):
    browser, here = browse(cast.olga), f"/accounts/{cast.a.id}/agreements"
    assert browser.post(here, data={"title": ""}).status_code == 422
    assert not Agreement.select().exists()
    assert browser.post(here, data={"title": "Årsregnskab"}).status_code == 303
    made = Agreement.get()
    for page in (here, f"/accounts/{cast.a.id}/overview/agreements", f"{here}/{made.id}"):
        assert "Årsregnskab" in browser.get(page).text
    assert f'href="{here}"' in browser.get(f"/accounts/{cast.a.id}").text
    form = browser.get(f"{here}/{made.id}/edit").text
    seen = value_of(form, "seen")
    assert browser.post(f"{here}/{made.id}", data={"seen": seen, "title": "Moms"}).status_code == 303
    late = browser.post(f"{here}/{made.id}", data={"seen": seen, "title": "Løn"})
    assert (late.status_code, "Moms" in late.text) == (409, True)
    history = browser.get(f"/accounts/{cast.a.id}/history?kind=client").text
    assert "Årsregnskab" in history
    assert "Moms" in history
    changed = Event.select().where(Event.kind == "agreement.changed").get()
    assert restore_value(changed, "title", cast.olga, cast.a)
    assert Agreement.get().title == "Årsregnskab"
    undo(Event.select().order_by(Event.id.desc()).get().action, cast.a, cast.olga)
    assert Agreement.get().title == "Moms"
    merge(cast.b, cast.a, cast.olga)
    assert Agreement.get().account == cast.b


def test_it_is_refused_without_the_right_and_nothing_is_written(browse, cast):
    here = f"/accounts/{cast.a.id}/agreements"
    assert browse(cast.alice).post(here, data={"title": "Løn"}).status_code in (403, 404)
    assert not Agreement.select().exists()
