# Names of contacts as they are looked for now, in both folded forms.
from models.base.folding import fold

BATCH = 1000


def up(migrator, db):
    # Written out: the migrator would copy the whole table, and SQLite forget which ids were handed out.
    db.execute_sql("ALTER TABLE contact ADD COLUMN plain_name TEXT NOT NULL DEFAULT ''")
    refold(db)


def refold(db):
    change = f'UPDATE contact SET folded_name = {db.param}, plain_name = {db.param} WHERE id = {db.param}'
    last = 0
    while rows := db.execute_sql(
        f'SELECT id, first_name, last_name FROM contact WHERE id > {db.param} ORDER BY id LIMIT {BATCH}', (last,)
    ).fetchall():
        for contact_id, first_name, last_name in rows:
            forms = fold(f'{first_name} {last_name}')
            db.execute_sql(change, (forms.danish, forms.plain, contact_id))
        last = rows[-1][0]


def down(migrator, db):
    migrator.migrate(migrator.drop_column('contact', 'plain_name'))
