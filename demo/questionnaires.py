"""Chapter: organizers are sent, begun, finished and put away."""

from datetime import timedelta

from demo.story import dated, later
from demo.texts.questions import ORGANIZERS
from models import Organizer
from models.base import clock

# How many parts of an organizer the client answers, out of four, and what becomes of it.
COURSES = ((0, ""), (2, ""), (3, ""), (4, ""), (4, ""), (4, "sealed_at"), (4, "archived_at"))


def plan(story, client):
    dice = client.dice("organizers")
    if client.has(dice):
        for _ in client.some(dice, 1, 1, 2, 3):
            story.at(client.moment(dice), _send, client, dice, *dice.choice(COURSES))
    if client.shows("organizers"):
        for quarters, ending in dict.fromkeys(COURSES):
            story.at(story.days_ago(dice, 30), _send, client, dice, quarters, ending)


def _send(client, dice, quarters: int, ending: str):
    if not client.inside:
        return
    title, questions = dice.choice(ORGANIZERS[client.type])
    on = clock.today()
    organizer = Organizer.send(
        dice.choice(client.team),
        client.account,
        dated(title, on),
        [(kind, dated(text, on)) for kind, text, _ in questions],
        contact=dice.choice(client.inside),
        due_on=on + timedelta(days=21),
    )
    answers = [dated(answer, on) for _, _, answer in questions][: len(questions) * quarters // 4]
    when = later(clock.now(), hours=dice.randint(6, 220))
    if answers:
        client.story.at(when, organizer.answer, answers)
    if ending:
        client.story.at(later(when, days=dice.randint(1, 10)), _put_away, organizer, ending)


def _put_away(organizer: Organizer, column: str):
    Organizer.update({column: clock.now()}).where(Organizer.id == organizer.id).execute()
