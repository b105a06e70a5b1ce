# Who has accepted an invitation stands with the person's address, and a changed address can wait to be confirmed.
import logging

from peewee import *
from models.base.fields import InstantField
from models.base.mailbox import mailbox

log = logging.getLogger('overblik.migrations')

# Of each sign-in the addresses whose person has accepted an invitation at this very address, with the first instant.
ACCEPTED = '''
SELECT a.id, u.id, MIN(COALESCE(la.activated_at, i.accepted_at))
FROM portal_user AS u
JOIN address AS a ON a.email_folded = u.email_folded
JOIN linked_address AS la ON la.address_id = a.id
LEFT JOIN invitation AS i ON i.linked_address_id = la.id AND i.accepted_at IS NOT NULL AND LOWER(i.email) = a.email_folded
WHERE la.activated_at IS NOT NULL OR i.id IS NOT NULL
GROUP BY a.id, u.id
'''

# Those who were let in by somebody else's acceptance: LOGIN is on, their own invitation is still to come.
LEFT_OUT = '''
SELECT la.id, a.contact_id
FROM linked_address AS la
JOIN address AS a ON a.id = la.address_id
JOIN portal_user AS u ON u.email_folded = a.email_folded
WHERE la.login_at IS NOT NULL AND a.portal_user_id IS NULL
ORDER BY la.id
'''


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('address', 'portal_user_id', IntegerField(null=True)),
        migrator.add_column('address', 'accepted_at', InstantField(null=True)),
        migrator.add_column('linked_address', 'agreed_email', CharField(null=True, max_length=254)),
    )
    for table in ('address', 'portal_user'):
        _write_mailboxes(db, table)
    db.execute_sql(
        'UPDATE linked_address SET agreed_email = (SELECT email_folded FROM address WHERE address.id = linked_address.address_id)'
    )
    accepted = db.execute_sql(ACCEPTED).fetchall()
    mark = f'UPDATE address SET portal_user_id = {db.param}, accepted_at = {db.param} WHERE id = {db.param}'
    for address_id, user_id, instant in accepted:
        db.execute_sql(mark, (user_id, instant, address_id))
    db.execute_sql(
        'UPDATE linked_address SET invited_until_at = NULL WHERE NOT EXISTS (SELECT 1 FROM invitation AS i '
        'WHERE i.linked_address_id = linked_address.id AND i.accepted_at IS NULL AND i.revoked_at IS NULL)'
    )
    left_out = db.execute_sql(LEFT_OUT).fetchall()
    if accepted or left_out:
        log.warning('Portal access: %s people keep it, since they accepted an invitation.', len(accepted))
    for linked_address_id, contact_id in left_out:
        log.warning(
            'Portal access: contact %s (linked address %s) never accepted an invitation and used the password of '
            'somebody else at the same address: LOGIN stays on, and an invitation of their own is needed.',
            contact_id,
            linked_address_id,
        )
    migrator.migrate(migrator.drop_column('linked_address', 'activated_at'))


def _write_mailboxes(db, table):
    """Small letters alone: ß and ss were taken for the same, which are two domains."""
    for row_id, email, kept in db.execute_sql(f'SELECT id, email, email_folded FROM {table}').fetchall():
        if kept != mailbox(email):
            change = f'UPDATE {table} SET email_folded = {db.param} WHERE id = {db.param}'
            db.execute_sql(change, (mailbox(email), row_id))


def down(migrator, db):
    migrator.migrate(migrator.add_column('linked_address', 'activated_at', InstantField(null=True)))
    db.execute_sql(
        'UPDATE linked_address SET activated_at = (SELECT accepted_at FROM address WHERE address.id = linked_address.address_id) '
        'WHERE login_at IS NOT NULL'
    )
    migrator.migrate(
        migrator.drop_column('linked_address', 'agreed_email'),
        migrator.drop_column('address', 'accepted_at'),
        migrator.drop_column('address', 'portal_user_id'),
    )
