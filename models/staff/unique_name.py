"""Records with a unique name, such as tags and roles: no two differ by case alone."""

from unicodedata import normalize

from models.base.database import transaction
from models.base.recorded import Recorded
from models.base.visible_text import tidied
from models.staff.firm import Firm


class NameTaken(Exception):
    """Another word of the kind is called so, perhaps in other letters; its text is that word's name."""


class UniquelyNamed(Recorded):
    """A record that is known by its `name`."""

    def concerns(self):
        return {}

    @classmethod
    def add_unique(cls, actor, name: str, **values):
        """Create one. Raises NameTaken."""
        with transaction():
            cls._require_free(name)
            return cls.add(actor, name=tidy(name), **values)

    def edit_unique(self, actor, seen: int, **values) -> bool:
        """Edit it as Recorded.edit() does. Raises NameTaken and Stale."""
        with transaction():
            if "name" in values:
                self._require_free(values["name"], but=self)
                values["name"] = tidy(values["name"])
            return self.edit(actor, seen, **values)

    @classmethod
    def named(cls, name: str):
        """The one that is called so, whatever the case, or None."""
        return next((each for each in cls.select() if folded(each.name) == folded(name)), None)

    @classmethod
    def _require_free(cls, name: str, but=None):
        Firm.this().hold()  # one at a time, so that two cannot add_unique the same word
        taken = cls.named(name)
        if taken and taken != but:
            raise NameTaken(taken.name)


def tidy(name: str) -> str:
    return " ".join(tidied(normalize("NFC", name)).split())


def folded(name: str) -> str:
    return normalize("NFKC", tidy(name)).casefold()
