"""What the step that folded names anew made of those that were there."""

import importlib

from models.base.database import db
from models.clients.contact import Contact

STEP = importlib.import_module("migrations.0028_names_folded_anew")


def test_every_name_is_folded_as_it_is_looked_for(cast, monkeypatch):
    Contact.meet(cast.olga, first_name="Anne-Marie", last_name="O'Brien-Aagaard")
    Contact.update(folded_name="as before", plain_name="").execute()
    monkeypatch.setattr(STEP, "BATCH", 2)
    STEP.refold(db.obj)
    for contact in Contact.select():
        assert {"folded_name": contact.folded_name, "plain_name": contact.plain_name} == {
            name: value for name, value in contact.derived().items() if name in ("folded_name", "plain_name")
        }
    assert (
        Contact.get(Contact.plain_name == "anne marie obrien aagaard").folded_name
        == "anne marie obrien agard"
    )
