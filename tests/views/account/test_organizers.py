"""The questionnaires sent to a client."""

from models.work.organizer import Organizer

QUESTIONS = [("short", "Navn?"), ("section", "Bolig"), ("number", "Kvadratmeter?")]


def test_an_organizer_tells_its_progress(browse, cast):
    Organizer.send(cast.olga, cast.a, "Årsopgørelse", QUESTIONS).answer(["Anna"])
    card = browse(cast.olga).get(f"/accounts/{cast.a.id}/overview/organizers?lang=en").text
    assert "1 of 2 questions answered" in card
    assert "Pending, started" in card


def test_an_organizer_that_nobody_has_begun_is_pending(browse, cast):
    Organizer.send(cast.olga, cast.a, "Årsopgørelse", QUESTIONS)
    assert "Pending, not started" in browse(cast.olga).get(f"/accounts/{cast.a.id}/organizers?lang=en").text
