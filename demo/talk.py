"""Chapter: e-mails, chats and visits to the portal."""

from datetime import timedelta

from demo.office import NAME
from demo.story import dated, later
from demo.texts.talk import CHATS, CLIENT_TASKS, EMAILS, FAILURE
from models import Chat, ClientTask, Email, PortalLogin
from models.base import clock

PIXEL = '<p>{}</p><p><img src="https://nyhedsbrev.example/pixel.png" alt=""></p>'


def plan(story, client):
    dice = client.dice("talk")
    client.threads = 0
    if client.has(dice):
        for _ in range(dice.choice((2, 2, 3, 4))):
            story.at(client.moment(dice, 2), _write, client, dice)
    if client.shows("emails"):
        story.at(story.days_ago(dice, 1), _every_state, client, dice)
    if client.has(dice):
        for _ in client.some(dice, 1, 2, 2, 3):
            story.at(client.moment(dice, 2), _chat, client, dice)
    if client.shows("chats"):
        story.at(story.days_ago(dice, 12), _every_kind_of_chat, client, dice)
    for place in client.active_people:
        for _ in range(dice.choice((1, 2, 3, 5))):
            # Nobody is let in before the invitation, which follows the opening by a week or so.
            visit = story.since(dice, client.opened_at + timedelta(days=14), client.last_on, 2)
            story.at(visit, _visit, client, *place)


def _visit(client, contact, email: str):
    if any((row.link.contact_id, row.address.email) == (contact.id, email) for row in client.login_addresses):
        PortalLogin.note(client.account, contact, email)


def _mail(client, place, thread: str, **fields) -> Email:
    contact, email = place
    return Email.create(account=client.account, contact=contact, address=email, thread_key=thread, **fields)


def _thread(client) -> str:
    client.threads += 1
    return f"<{client.number}.{client.threads}@demo.example>"


def _signed(text: str, user) -> str:
    return f"{text}\n\nVenlig hilsen\n{user.name}\n{NAME}"


def _write(client, dice):
    if not client.synced:
        return
    subject, question, answer = (dated(text, clock.today()) for text in dice.choice(EMAILS))
    place, thread = dice.choice(client.synced), _thread(client)
    incoming = _mail(client, place, thread, direction="in", subject=subject, body_text=question)
    read_at = later(clock.now(), minutes=dice.randint(5, 400))
    waits = client.story.is_recent()
    if dice.random() < 0.8 or not waits:
        client.story.at(read_at, _mark, incoming, "read_at")
        if dice.random() < 0.7 or not waits:
            answered_at = later(read_at, minutes=dice.randint(3, 900))
            client.story.at(answered_at, _answer, client, dice, place, incoming, answer)


def _mark(email: Email, column: str):
    Email.update({column: clock.now()}).where(Email.id == email.id).execute()


def _answer(client, dice, place, incoming: Email, answer: str):
    user = dice.choice(client.team)
    _mail(
        client,
        place,
        incoming.thread_key,
        user=user,
        direction="out",
        subject=f"Re: {incoming.subject}",
        body_text=_signed(answer, user),
        sending="sent",
    )
    _mark(incoming, "answered_at")


def _every_state(client, dice):
    """Unread, read, queued and failed; answered and sent come by themselves."""
    place, now = client.synced[0], clock.now()
    for number, fields in enumerate(
        (
            {"direction": "in", "body_html": PIXEL.format("Se vores nye katalog.")},
            {"direction": "in", "read_at": now},
            {"direction": "in", "read_at": now, "answered_at": now},
            {"direction": "out", "sending": "sent", "user": client.team[0]},
            {"direction": "out", "sending": "queued", "user": client.team[0]},
            {"direction": "out", "sending": "failed", "error": FAILURE, "user": client.team[0]},
        )
    ):
        subject, question, answer = (dated(text, clock.today()) for text in EMAILS[number])
        body = question if fields["direction"] == "in" else _signed(answer, client.team[0])
        _mail(client, place, _thread(client), subject=subject, body_text=body, **fields)


def _chat(client, dice):
    if not client.inside:
        return
    subject, lines = dice.choice(CHATS)
    chat = Chat.create(account=client.account, subject=dated(subject, clock.today()))
    if dice.random() < 0.5:
        for title in dice.sample(CLIENT_TASKS, dice.randint(1, 3)):
            done = clock.now() if dice.random() < 0.5 else None
            ClientTask.create(chat=chat, title=dated(title, clock.today()), completed_at=done)
    contact, user, when = dice.choice(client.inside), dice.choice(client.team), clock.now()
    told = dice.randint(1, len(lines)) if client.story.is_recent() else len(lines)
    for line in lines[:told]:
        kind, text = line.split(":", 1)
        author = contact if kind == "k" else user
        client.story.at(when, chat.say, author, dated(text, when.date()), kind == "i")
        when = later(when, minutes=dice.randint(2, 300))
    if dice.random() < 0.3 or not client.story.is_recent():
        client.story.at(later(when, hours=2), _read, chat)
    if dice.random() < 0.2:
        client.story.at(later(when, days=dice.randint(3, 20)), _archive, chat)


def _read(chat: Chat):
    Chat.update(unread_at=None).where(Chat.id == chat.id).execute()


def _archive(chat: Chat):
    Chat.update(archived_at=clock.now(), unread_at=None).where(Chat.id == chat.id).execute()


def _every_kind_of_chat(client, dice):
    contact, user = client.inside[0], client.team[0]
    unread, answered, archived = (
        Chat.create(account=client.account, subject=dated(subject, clock.today())) for subject, _ in CHATS[:3]
    )
    for chat in (answered, archived, unread):
        chat.say(contact, "Hej, har I tid til at se på det her i dag?")
        if chat is not unread:
            chat.say(user, "Vent med at svare, til bilaget er fundet.", internal=True)
            chat.say(user, "Ja, du hører fra os inden kl. 15.")
    for place, title in enumerate(CLIENT_TASKS[:3]):
        done = clock.now() if place == 0 else None
        ClientTask.create(chat=answered, title=dated(title, clock.today()), completed_at=done)
    _archive(archived)
