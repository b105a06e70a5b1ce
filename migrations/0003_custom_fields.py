# Sensitive values encrypted, in the history too, and contacts' addresses put into the custom fields that held them twice.
import json
from functools import cache

from models.base.cipher import encrypted

SENSITIVE = """
SELECT v.id, v.value FROM custom_value v JOIN custom_field f ON f.id = v.field_id WHERE f.type = 'sensitive'
"""
HELD_TWICE = """
SELECT v.id, v.field_id, a.id FROM custom_value v JOIN custom_field f ON f.id = v.field_id
JOIN address a ON a.contact_id = v.contact_id AND LOWER(a.email) = LOWER(v.value)
WHERE f.type = 'email' AND f."set" = 'contact' AND a.position > 0
"""


def up(migrator, db):
    token = cache(encrypted)  # one text stands for one value in row and history
    mark = db.param
    for value_id, text in db.execute_sql(SENSITIVE).fetchall():
        if text:
            db.execute_sql(f'UPDATE custom_value SET value = {mark} WHERE id = {mark}', (token(text), value_id))
        told = f"SELECT id, changes FROM event WHERE noun = 'custom_value' AND subject_id = {mark}"
        for event_id, changes in db.execute_sql(told, (value_id,)).fetchall():
            changes = json.loads(changes)
            changes['value'] = [each and token(each) for each in changes.get('value', (None, None))]
            db.execute_sql(
                f'UPDATE event SET changes = {mark} WHERE id = {mark}', (json.dumps(changes, ensure_ascii=False), event_id)
            )
    for value_id, field_id, address_id in db.execute_sql(HELD_TWICE).fetchall():
        db.execute_sql(f'UPDATE address SET field_id = {mark} WHERE id = {mark}', (field_id, address_id))
        db.execute_sql(f'DELETE FROM custom_value WHERE id = {mark}', (value_id,))


def down(migrator, db):
    pass  # what is encrypted stays so
