# One form of an e-mail address to compare, one to show (models/base/mailbox.py). Browsers have sent domains as xn--….
import logging

from peewee import *

log = logging.getLogger('overblik.migrations')

AT_ONCE = 1000

# Table → the columns of its unique index before; afterwards `kept_apart` is one of them.
UNIQUE = {'address': ('contact_id', 'email_folded'), 'portal_user': ('email_folded',), 'user': ('email',)}

# Columns with an address as it is shown, and as it is compared.
SHOWN = (('address', 'email'), ('portal_user', 'email'), ('outbox', 'email'), ('security_notice', 'email'), ('portal_login', 'email'))
COMPARED = (
    ('address', 'email_folded', 'email'),
    ('portal_user', 'email_folded', 'email'),
    ('user', 'email', 'email'),
    ('linked_address', 'agreed_email', 'agreed_email'),
)
# What a link was mailed for, and what is true of a row whose link is over: the token is made of the address.
LINKS = (
    ('invitation', 'accepted_at IS NOT NULL OR revoked_at IS NOT NULL'),
    ('staff_invitation', 'accepted_at IS NOT NULL OR revoked_at IS NOT NULL'),
    ('password_reset', 'used_at IS NOT NULL'),
    ('staff_password_reset', 'used_at IS NOT NULL'),
)

# Of one mailbox: who comes first keeps the number 0.
FIRST = {
    'address': 'CASE WHEN portal_user_id IS NULL THEN 1 ELSE 0 END, position, id',
    'portal_user': 'CASE WHEN EXISTS (SELECT 1 FROM address WHERE portal_user_id = portal_user.id) THEN 0 ELSE 1 END, id DESC',
    'user': 'CASE WHEN deactivated_at IS NULL THEN 0 ELSE 1 END, id',
}
TOLD = {
    'address': 'Contact %s has one mailbox in several forms (addresses %s). Nothing was merged: see the possible duplicates.',
    'portal_user': 'One mailbox has several sign-ins to the portal%s (%s). Each keeps its password and what it reaches.',
    'user': 'Several members of staff have one mailbox%s (users %s). Each keeps their password; give them an address each.',
}


def up(migrator, db):
    from models.base.mailbox import in_ascii, mailbox, written

    for table, columns in UNIQUE.items():
        migrator.migrate(migrator.drop_index(table, index_of(db, table, columns)))
        # Written out: the migrator would copy the whole table, and SQLite forget which ids were handed out.
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN kept_apart INTEGER NOT NULL DEFAULT 0')
    for table, column, source in COMPARED:
        rewrite(db, table, column, source, mailbox)
    for table, column in SHOWN:
        rewrite(db, table, column, column, written)
    rewrite(
        db, 'custom_value', 'value', 'value', written, "field_id IN (SELECT id FROM custom_field WHERE type = 'email')"
    )
    for table, over in LINKS:
        rewrite(db, table, 'email', 'email', written, over)
        rewrite(db, table, 'email', 'email', lambda email: still_right(email, written, in_ascii), f'NOT ({over})')
    for table, columns in UNIQUE.items():
        keep_apart(db, table, columns)
        migrator.migrate(migrator.add_index(table, (*columns, 'kept_apart'), True))


def index_of(db, table, columns) -> str:
    return next(each.name for each in db.get_indexes(table) if each.columns == list(columns))


def still_right(email: str, written, in_ascii) -> str:
    """The address as it is shown, where the link that was mailed for it works then too (models/base/tokens.py)."""
    try:
        return written(email) if in_ascii(email).casefold() == email.casefold() else email
    except ValueError:
        return email


def rewrite(db, table, column, source, form, where='1 = 1'):
    asked = (
        f'SELECT id, {column}, {source} FROM "{table}" '
        f'WHERE id > {db.param} AND {source} IS NOT NULL AND ({where}) ORDER BY id LIMIT {AT_ONCE}'
    )
    change = f'UPDATE "{table}" SET {column} = {db.param} WHERE id = {db.param}'
    rows, last = True, 0
    while rows:
        rows = db.execute_sql(asked, (last,)).fetchall()
        for last, kept, email in rows:
            meant = form(email)
            if kept != meant:
                db.execute_sql(change, (meant, last))


def keep_apart(db, table, columns):
    """Number the rows that have become alike. Nobody is merged, and none reaches what another does."""
    listed = ', '.join(columns)
    twice = db.execute_sql(f'SELECT {listed} FROM "{table}" GROUP BY {listed} HAVING COUNT(*) > 1').fetchall()
    which = ' AND '.join(f'{column} = {db.param}' for column in columns)
    for values in twice:
        rows = db.execute_sql(f'SELECT id FROM "{table}" WHERE {which} ORDER BY {FIRST[table]}', values).fetchall()
        for number, (row_id,) in enumerate(rows):
            db.execute_sql(f'UPDATE "{table}" SET kept_apart = {db.param} WHERE id = {db.param}', (number, row_id))
        log.warning(TOLD[table], values[0] if table == 'address' else '', ', '.join(str(row_id) for row_id, in rows))


def down(migrator, db):
    from models.base.mailbox import in_ascii

    for table, columns in UNIQUE.items():
        column = columns[-1]
        rows = db.execute_sql(f'SELECT id, {column}, kept_apart FROM "{table}" WHERE kept_apart > 0').fetchall()
        for row_id, email, number in rows:
            other = in_ascii(email) if number == 1 and in_ascii(email) != email else f'{number}.{email}'
            db.execute_sql(f'UPDATE "{table}" SET {column} = {db.param} WHERE id = {db.param}', (other, row_id))
            if table == 'address':
                follow = 'UPDATE linked_address SET agreed_email = {0} WHERE address_id = {0} AND agreed_email = {0}'
                db.execute_sql(follow.format(db.param), (other, row_id, email))
                accepted = (
                    'UPDATE portal_user SET email_folded = {0}, kept_apart = 0 '
                    'WHERE kept_apart > 0 AND id = (SELECT portal_user_id FROM address WHERE id = {0})'
                )
                db.execute_sql(accepted.format(db.param), (other, row_id))
        migrator.migrate(
            migrator.drop_index(table, index_of(db, table, (*columns, 'kept_apart'))),
            migrator.drop_column(table, 'kept_apart'),
            migrator.add_index(table, columns, True),
        )
