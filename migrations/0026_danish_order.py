# Names sort by the table of the Unicode Collation Algorithm with the Danish rules of CLDR (models/base/alphabet.py).
from peewee import *

AT_ONCE = 1000

# Table → columns that a name is made of → the keys, each with the order of those columns in it.
KEYED = {
    'account': (('name',), {'sort_key': (0,)}),
    'contact': (('first_name', 'last_name'), {'sort_key': (0, 1), 'last_name_key': (1, 0)}),
}

FORMER_LETTERS = 60
FORMER_PLACES = {letter: f'{place:02}' for place, letter in enumerate(' 0123456789abcdefghijklmnopqrstuvwxyzæøå')}
FORMER_SAME = str.maketrans('éèêëáàâóòôíìúùüäöß', 'eeeeaaaoooiiuuyæøs')


def up(migrator, db):
    from models.base.alphabet import danish_sort_key

    rewrite(db, danish_sort_key)


def down(migrator, db):
    rewrite(db, former_key)


def former_key(text: str) -> str:
    folded = text.casefold().translate(FORMER_SAME).replace('aa', 'å')[:FORMER_LETTERS]
    return ''.join(FORMER_PLACES.get(letter, '00') for letter in folded)


def rewrite(db, key_of):
    for table, (columns, keys) in KEYED.items():
        listed, wanted = ', '.join(columns), ', '.join(f'{key} = {db.param}' for key in keys)
        change = f'UPDATE {table} SET {wanted} WHERE id = {db.param}'
        rows, last = True, 0
        while rows:
            rows = db.execute_sql(
                f'SELECT id, {listed} FROM {table} WHERE id > {db.param} ORDER BY id LIMIT {AT_ONCE}', (last,)
            ).fetchall()
            for last, *names in rows:
                texts = (' '.join(names[place] for place in places).strip() for places in keys.values())
                db.execute_sql(change, (*map(key_of, texts), last))
