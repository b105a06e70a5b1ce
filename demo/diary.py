"""Chapter: what staff note about a client, and the time they spend."""

from datetime import timedelta

from demo.story import dated, later
from demo.texts.work import NOTES, PINNED, TIME
from models import Note, NoteVersion, TimeEntry
from models.base import clock


def plan(story, client):
    dice = client.dice("diary")
    if client.has(dice):
        for _ in range(dice.choice((2, 2, 3, 3, 4, 6))):
            story.at(client.moment(dice), _note, client, dice, NOTES)
        if client.named or dice.random() < 0.2:
            for _ in range(2 if client.shows("pinned notes") else 1):
                story.at(client.moment(dice, 0.7), _note, client, dice, PINNED)
    if client.has(dice):
        for _ in range(dice.choice((3, 4, 5, 6, 8))):
            story.at(client.moment(dice), _work, client, dice)


def _note(client, dice, texts):
    author = dice.choice(client.team)
    note = Note.create(
        account=client.account,
        author=author,
        body=dated(dice.choice(texts), clock.today()),
        job=dice.choice(client.jobs) if client.jobs and dice.random() < 0.2 else None,
        pinned_at=clock.now() if texts is PINNED else None,
    )
    if dice.random() < 0.1:
        client.story.at(later(clock.now(), minutes=dice.randint(3, 90)), _edit, note, author)


def _edit(note: Note, author):
    NoteVersion.create(note=note, body=note.body, author=author)
    body = f"{note.body} (Rettet efter samtale med kunden.)"
    Note.update(body=body, edited_at=clock.now()).where(Note.id == note.id).execute()


def _work(client, dice):
    user, minutes = dice.choice(client.team), dice.choice((15, 20, 30, 30, 45, 60, 75, 90, 120, 180))
    TimeEntry.create(
        account=client.account,
        user=user,
        job=dice.choice(client.jobs) if client.jobs and dice.random() < 0.5 else None,
        description=dated(dice.choice(TIME), clock.today()),
        started_at=clock.now(),
        ended_at=clock.now() + timedelta(minutes=minutes),
        minutes=minutes,
        rate_minor=client.office.rates[user.id],
        billable_at=clock.now() if dice.random() < 0.85 else None,
    )


def start_timers(clients, office):
    """Chapter: two timers run while the reader looks."""
    for client in clients.all.values():
        for user, minutes in ((office.owner, 23), (office.employee, 47)):
            if client.shows(f"timer of {'owner' if user == office.owner else 'employee'}"):
                started_at = client.story.present - timedelta(minutes=minutes)
                TimeEntry.create(
                    account=client.account,
                    user=user,
                    description=dated("Bogføring {month}", client.story.today),
                    started_at=started_at,
                    rate_minor=office.rates[user.id],
                    billable_at=started_at,
                )
