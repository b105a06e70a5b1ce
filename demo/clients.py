"""Chapter: clients come to the firm, their people get their switches, some are renamed or leave."""

from datetime import timedelta
from random import Random

from demo import invent
from demo.cast import CAST, RELATIONS
from demo.client import Client
from demo.crowd import Crowd
from demo.details import describe
from demo.office import Office
from demo.parts import Part, Person
from demo.portal import password_hash
from demo.story import Story, later, office_hour
from models import (
    AccountRelation,
    Contact,
    Invitation,
    Invoice,
    Link,
    LinkedAddress,
    MutedNotification,
    Outbox,
    Payment,
)
from models.base import clock
from models.clients.linked_address import NOTIFICATIONS
from models.clients.linking import link_contact
from models.clients.new_client import open_client
from models.outgoing.outbox import GRACE

TOLD = 60  # accounts whose story is told; further ones are copies
MOVED_IN = 44  # of those, how many came in the first two months


class Clients:
    """Everybody who becomes a client, each followed by the other `chapters`: functions of a story and a client."""

    def __init__(self, story: Story, office: Office, count: int, chapters):
        self._story, self._office, self._chapters = story, office, chapters
        self._met = {}
        self.all = {}
        crowd = Crowd(story)
        parts = [CAST[n - 1] if n <= len(CAST) else crowd.part(n) for n in range(1, count + 1)]
        for number, (part, opening) in enumerate(zip(parts, _openings(story), strict=False), 1):
            story.at(opening, self._open, number, part)

    def _open(self, number: int, part: Part):
        story, office = self._story, self._office
        client = self.all[number] = Client(story, office, number, part)
        dice = client.dice("client")
        first = part.places[0]
        account = client.account = open_client(
            client.team[0],
            type=part.type,
            name=part.earlier or part.name,
            contact=self._met.get(first.person) or self._particulars(first.person),
            team=client.team,
            **_business(dice, number, part),
        )
        link = Link.get(account=account)
        link.amend(client.team[0], description=first.description)
        self._keep(first.person, link.contact)
        for place in part.places[1:]:
            if place.person not in self._met:
                self._keep(place.person, Contact.meet(client.team[0], **self._particulars(place.person)))
            link_contact(account, self._met[place.person], client.team[0], place.description)
        client.contacts = [self._met[place.person] for place in part.places]
        describe(client)
        self._relate(number)
        self._turn_switches(client, dice)
        self._follow(client, dice)
        for plan in self._chapters:
            plan(story, client)

    def _particulars(self, person: Person) -> dict:
        dice = self._story.dice("person", *person.emails)
        return {
            "first_name": person.first,
            "last_name": person.last,
            "emails": person.emails[:1],  # the second one stands in a custom field (details.py)
            "phone": invent.phone(dice),
            "language": "en" if dice.random() < 0.05 else "da",
            **invent.home(dice)._asdict(),
        }

    def _keep(self, person: Person, contact: Contact):
        self._met[person] = contact

    def _relate(self, number: int):
        for owner, owned, kind, percentage in RELATIONS:
            if max(owner, owned) == number:
                AccountRelation.add(
                    self.all[owner].team[0],
                    account=self.all[owner].account,
                    related=self.all[owned].account,
                    kind=kind,
                    percentage_hundredths=percentage,
                )

    def _turn_switches(self, client: Client, dice: Random):
        rows = {(row.link.contact_id, row.address.email): row for row in LinkedAddress.on(client.account)}
        for contact, place in zip(client.contacts, client.part.places, strict=True):
            for email, words in zip(place.person.emails, place.switches, strict=False):
                moment = office_hour(dice, client.opened_at.date() + timedelta(days=dice.randint(1, 4)))
                moment = max(moment, client.opened_at + timedelta(minutes=20))
                place = rows[contact.id, email], (contact, email)
                self._story.at(moment, self._settle, client, *place, words.split(), dice)

    def _settle(self, client: Client, row: LinkedAddress, place: tuple, words: list[str], dice: Random):
        actor, state = dice.choice(client.team), words[0]
        if "unsigned" in words:
            row.turn("signing-authority", False, actor)
        if "notify" in words:
            row.turn("notify", True, actor)
            for type_ in dice.sample(NOTIFICATIONS, dice.choice((0, 0, 0, 0, 1, 2))):
                MutedNotification.add(actor, linked_address=row, type=type_)
        if "sync" in words:
            row.turn("email-sync", True, actor)
            client.synced.append(place)
        if state == "off":
            return
        row.turn("login", True, actor)
        self._story.turns[place[0].id] += 1
        days_ago = {"expired": dice.randint(24, 60), "invited": dice.randint(1, 9)}.get(state)
        when = clock.now() + timedelta(minutes=2)
        if days_ago:
            when = max(when, self._story.days_ago(dice, days_ago))
        if state != "later":
            self._story.at(when, self._invite, row, actor, state == "active", dice)

    def _invite(self, row: LinkedAddress, actor, accepts: bool, dice: Random):
        if LinkedAddress.get_by_id(row.id).login_state == "active":
            return  # the person has accepted for another client meanwhile
        invitation = Invitation.send(row, actor, dice.choice(("", "Velkommen til vores portal.")))
        self._story.at(clock.now() + GRACE, _mail, invitation)
        answer = office_hour(dice, clock.today() + timedelta(days=dice.randint(1, 5)))
        if accepts:
            self._story.at(max(answer, later(clock.now(), hours=1)), self._accept, invitation)
        elif dice.random() < 0.5:
            self._story.at(answer, _open, invitation)

    def _accept(self, invitation: Invitation):
        if Invitation.get_by_id(invitation.id).state != "open":
            return  # the person has accepted for another client meanwhile
        _open(invitation)
        invitation.accept(None if invitation.sign_in else password_hash())
        self._story.turns[invitation.linked_address.link.contact_id] += 1

    def _follow(self, client: Client, dice: Random):
        """What becomes of the account later on."""
        story, account, actor = self._story, client.account, dice.choice(client.team)
        if client.part.earlier:
            renamed_at = client.in_time(story.days_ago(dice, dice.randint(40, 200)))
            story.at(renamed_at, account.rename, client.part.name, actor)
        pushed_at = story.end - timedelta(minutes=10)
        if client.shows("archived"):
            left_at = office_hour(dice, client.left_on)
            story.at(left_at, account.archive, self._office.owner)
            pushed_at = left_at - timedelta(hours=1)
        story.at(pushed_at, _push, client, dice)


def _openings(story: Story) -> list:
    """When each account was opened, in order; the first ones when the firm moved its clients in."""
    days, span = [], (story.today - story.begun_on).days
    for place in range(TOLD):
        late = place - MOVED_IN
        early = place * 60 // MOVED_IN
        days.append(early if late < 0 else 60 + late * (span - 70) // (TOLD - MOVED_IN))
    return sorted(
        office_hour(story.dice("opening", n), story.begun_on + timedelta(days=d)) for n, d in enumerate(days)
    )


def _business(dice: Random, number: int, part: Part) -> dict:
    fields = invent.home(dice)._asdict()
    if part.type == "individual":
        return fields
    site = invent.slug(part.name.split(" v/")[0].removesuffix("ApS").removesuffix("A/S").removesuffix("I/S"))
    return fields | {
        "phone": invent.phone(dice),
        "website": f"https://www.{site}.example" if dice.random() < 0.7 else "",
        "registration_number": invent.cvr(number),
    }


def _push(client: Client, dice: Random):
    """What the other program has of a client by night: nothing where there is no invoice and no payment."""
    account, error = client.account, client.part.quickbooks_error
    if not any(model.select().where(model.account == account).exists() for model in (Invoice, Payment)):
        account.amend(None, quickbooks_status="skipped")
    elif error:
        account.amend(None, quickbooks_status="failed", quickbooks_error=error)
    elif dice.random() < 0.85:
        account.amend(None, quickbooks_status="synced", quickbooks_synced_at=clock.now())


def _mail(invitation: Invitation):
    mail = Outbox.about("invitation", [invitation.id]).where(Outbox.state == "waiting").first()
    if mail:
        Outbox.update(state="sent", sent_at=mail.due_at).where(Outbox.id == mail.id).execute()


def _open(invitation: Invitation):
    Invitation.update(opened_at=clock.now()).where(Invitation.id == invitation.id).execute()
