"""The clients that the story does not name: made up one after another, some of them related."""

from demo import invent
from demo.parts import Part, Person, Place
from demo.story import Story

FORMS = (
    ("ApS",) * 38 + ("A/S",) * 9 + ("I/S",) * 6 + ("sole trader",) * 15 + ("individual",) * 26 + ("club",) * 6
)
LOGINS = ("active",) * 80 + ("invited",) * 4 + ("expired",) * 3 + ("later",) * 6 + ("off",) * 7
TITLES = ("Bogholder", "Medejer", "Økonomiansvarlig", "Kontorassistent", "Bestyrelsesmedlem")
QUICKBOOKS_ERRORS = ("QuickBooks svarede ikke inden for 30 sekunder", "Valutaen er lukket i QuickBooks")

RENAMED = frozenset({44, 53})
FAILED = frozenset({41, 58})
ARCHIVED = frozenset({37, 42, 47, 52, 57})


class Crowd:
    """A street of clients. Owners of companies tend to come back as individuals."""

    def __init__(self, story: Story):
        self._story = story
        self._owners = []
        self._taken = {}

    def part(self, number: int) -> Part:
        """The client with this number; to be asked in order, since later ones may know earlier ones."""
        dice = self._story.dice("crowd", number)
        form = dice.choice(FORMS)
        part = getattr(self, f"_{form.replace(' ', '_').replace('/', '').lower()}")(dice)
        return part._replace(
            shows=frozenset({"archived"} if number in ARCHIVED else ()),
            earlier=f"{part.name.split()[0]} og Co." if number in RENAMED and part.name else "",
            quickbooks_error=dice.choice(QUICKBOOKS_ERRORS) if number in FAILED else "",
        )

    def _aps(self, dice, form: str = "ApS"):
        first, last = invent.full_name(dice)
        name, trade = invent.company(dice, form, last.split()[-1])
        domain = invent.slug(name.removesuffix(form))
        owner = self._person(first, last, domain)
        self._owners.append(owner)
        places = [Place(owner, "Direktør" if form != "I/S" else "Interessent", (_switches(dice),))]
        for _ in range(dice.choice((0, 0, 1, 1, 2))):
            other = self._person(*invent.full_name(dice), domain)
            places.append(Place(other, dice.choice(TITLES), (_switches(dice, 0.4),)))
        return Part("company", name, tuple(places), trade=trade)

    def _as(self, dice):
        return self._aps(dice, "A/S")

    def _is(self, dice):
        return self._aps(dice, "I/S")

    def _sole_trader(self, dice):
        first, last = invent.full_name(dice)
        name, trade = invent.sole_trader(dice, f"{first} {last.split()[-1]}")
        owner = self._person(first, last, invent.slug(name.split(" v/")[0]))
        self._owners.append(owner)
        return Part("company", name, (Place(owner, "Indehaver", (_switches(dice),)),), trade=trade)

    def _individual(self, dice):
        known = self._owners and dice.random() < 0.45
        person = self._owners.pop(0) if known else self._person(*invent.full_name(dice), "post")
        places = [Place(person, "", (_switches(dice),))]
        if dice.random() < 0.35:
            spouse = self._person(*invent.full_name(dice, person.last.split()[-1]), "post")
            places.append(Place(spouse, "Ægtefælle", (_switches(dice),)))
            return Part("individual", f"{person.first} og {spouse.first} {person.last}", tuple(places))
        return Part("individual", "", tuple(places))

    def _club(self, dice):
        name = invent.club(dice)
        places = [
            Place(self._person(*invent.full_name(dice), invent.slug(name)), "Kasserer", (_switches(dice),))
        ]
        if self._owners and dice.random() < 0.6:
            places.append(Place(dice.choice(self._owners), "Bestyrelsesmedlem", (_switches(dice, 0.3),)))
        return Part("other", name, tuple(places))

    def _person(self, first: str, last: str, domain: str) -> Person:
        local = f"{invent.slug(first)}.{invent.slug(last.split()[-1])}@{domain}"
        self._taken[local] = self._taken.get(local, 0) + 1
        again = self._taken[local] if self._taken[local] > 1 else ""
        return Person(first, last, (f"{local.replace('@', f'{again}@')}.example",))


def _switches(dice, unsigned: float = 0.03) -> str:
    words = [dice.choice(LOGINS)]
    words += [
        word
        for word, chance in (("notify", 0.8), ("sync", 0.85), ("unsigned", unsigned))
        if dice.random() < chance
    ]
    return " ".join(words)
