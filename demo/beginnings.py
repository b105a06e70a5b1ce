"""The history of a copy: what the verbs would have recorded when the account came, and when it left."""

import json

from models import Account, Address, Assignment, Contact, Event, Link, LinkedAddress, Phone
from models.base.fields import InstantField

RECORDED = (Account, Contact, Phone, Address, Link, LinkedAddress, Assignment)


def places_of(model) -> dict[str, int]:
    """Field name → its place in a row."""
    return {field.name: place for place, field in enumerate(model._meta.sorted_fields)}


PLACES = {model: places_of(model) for model in RECORDED}
# Name and place of what an event of a beginning tells, and whether it is an instant.
KEPT = {
    model: [
        (field.name, PLACES[model][field.name], isinstance(field, InstantField))
        for field in model._meta.sorted_fields
        if field.name not in {"id", "archived_at", *model.unrecorded}
    ]
    for model in RECORDED
}
BLANK = {
    field.name: None if callable(field.default) else field.default for field in Event._meta.sorted_fields
}


class Beginning:
    """What has been made for one account: its `rows` by model, the name of everybody and everything in them."""

    def __init__(self, rows: dict, staff: dict[int, str]):
        self._rows, self._staff = rows, staff
        self._account_id = rows[Account][0][0]
        self._began_at = rows[Account][0][PLACES[Account]["created_at"]]
        self._contact_of_link = {row[0]: row[PLACES[Link]["contact"]] for row in rows[Link]}

    def events(
        self, contacts: dict[int, str], addresses: dict[int, str], actor_id: int, next_id: int
    ) -> list:
        """The rows of its events, with ids from `next_id`; names of contacts and addresses by their ids."""
        told = [
            (
                model,
                row,
                "created",
                {name: self._as_history_value(row, *where) for name, *where in KEPT[model]},
            )
            for model in RECORDED
            for row in self._rows[model]
        ]
        account = self._rows[Account][0]
        if account[PLACES[Account]["archived_at"]]:
            left_at = self._as_history_value(account, PLACES[Account]["archived_at"], True)
            told.append((Account, account, "archived", {"archived_at": left_at}))
        events = []
        for model, row, verb, values in told:
            changes = {name: [None, value] for name, value in values.items() if value is not None}
            event = BLANK | {
                "id": next_id + len(events),
                "at": account[PLACES[Account]["archived_at"]] if verb == "archived" else self._began_at,
                "action": f"{verb[:4]}{self._account_id:012x}",
                "noun": model.noun,
                "kind": f"{model.noun}.{verb}",
                "effect": "changed" if verb == "archived" else "created",
                "subject_id": row[0],
                "actor_kind": "user",
                "actor_id": actor_id,
                "actor_name": self._staff[actor_id],
                "changes": json.dumps(changes, ensure_ascii=False),
                **self._concerns(model, row, contacts, addresses),
            }
            events.append(list(event.values()))
        return events

    @staticmethod
    def _as_history_value(row: list, place: int, instant: bool):
        """A value as the history keeps it."""
        value = row[place]
        return f"{value.replace(' ', 'T')}+00:00" if instant and value is not None else value

    def _concerns(self, model, row: list, contacts: dict, addresses: dict) -> dict:
        """Whose pages the event stands on, and what it calls its subject."""
        places = PLACES[model]
        if model is Account:
            return {"account_id": self._account_id, "subject_name": row[places["name"]]}
        if model is Assignment:
            user_id = row[places["user"]]
            return {"account_id": self._account_id, "user_id": user_id, "subject_name": self._staff[user_id]}
        if model is Contact:
            return {"contact_id": row[0], "subject_name": contacts[row[0]]}
        if model is Link:
            contact_id = self._contact_of_link[row[0]]
            return {
                "account_id": self._account_id,
                "contact_id": contact_id,
                "subject_name": contacts[contact_id],
            }
        if model is LinkedAddress:
            contact_id, name = self._contact_of_link[row[places["link"]]], addresses[row[places["address"]]]
            return {"account_id": self._account_id, "contact_id": contact_id, "subject_name": name}
        name = addresses[row[0]] if model is Address else row[places["number"]]
        return {"contact_id": row[places["contact"]], "subject_name": name}
