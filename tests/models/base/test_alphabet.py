"""Danish order: the table against the rules that are published, and against ICU where PostgreSQL has it."""

import importlib
import random
import unicodedata

import pytest
from peewee import PostgresqlDatabase
from playhouse.migrate import SchemaMigrator

from models.base.alphabet import TABLE, danish_sort_key, letters_key
from models.base.database import db
from models.base.paging import page_of
from models.clients.account import Account
from models.clients.contact import Contact
from tests.support import order_table

# Each list is in the order that Retskrivningsordbogen (§ 3) or the rules of CLDR for Danish say.
IN_ORDER = [
    ["Anna 10", "Anna 2", "Eva", "Évora", "Zebra", "Ærø", "Ødis", "Aabenraa", "Ågård", "Ål"],
    ["Cadiz", "Čapek", "Çelik", "Czerny", "Dahl"],
    ["Łukasz", "Lutz", "Ñandu", "Nansen", "Šimek", "Simon", "Žižek", "Zorn"],
    ["Myhre", "Müller", "Myllerup"],
    ["Ærlig", "Ärlund", "Ærø", "Østby", "Östen", "Østerby", "Aase"],
    ["Ulla", "AASE", "Åse B", "Aase C"],
    ["VIND", "Vind", "vind"],
    ["Jensen", "Jensen-Hansen", "Jensens"],
    ["3M", "7-Eleven", "Anna"],
    [
        "Zorn",
        "Åse",
        "Άννα",
        "Βασίλης",
        "Γιώργος",
        "Анна",
        "Борис",
        "Юлия",
        "אברהם",
        "דוד",
        "أحمد",
        "فاطمة",
        "محمد",
    ],
]

WRITTEN = """
Čapek Capek Cz Šimek Simek Sz Žižek Zizek Zz Łukasz Lukasz Lz Çelik Celik Ñandu Nandu Nz Åse Aase AASE
åse aase aAse Åge Aage Ålborg Aalborg Aabenraa Åbenrå Kaare Kåre Æble Æbelø Ære Ärlig Ærlig ærlig Øst Öst
øst öst Őst Oest Œst œst Müller Myller Muller Műller Myrup müller Ðor Dor Đor Dzz Þor Thor THor thor Tior
þor Zeus Yusuf Yılmaz Ýmir Ymir Ümit Émile Emile émile emile Èva Eva eva Élan Elan Résumé Resume Noël
Noel Zoë Zoe José Jose Søren SØREN søren Sören Soren Soeren Jensen Jensen-Hansen jensen JENSEN jenSen
Jénsen Jensén Jen O'Brien O’Brien OBrien A/S ApS a/s As AS aps I/S 3M 7-Eleven 10 2 1a ½ Straße Strasse
Strase Strassf STRASSE İpek Ipek ıpek IJssel Ng Ŋa Na ÿ Ỳ Đặng Đỗ Nguyễn Trần Țepeș Ștefan Țară Őri Ágnes
Αθήνα Ωμέγα αλφα Βήτα Γάμμα Δέλτα Άννα Анна Борис Юлия Яков Йосиф Иван Ёлка Елка Їжак דוד אברהם משה שרה
תמר בת مريم أحمد احمد محمد فاطمة يوسف آدم إبراهيم زيد علي 李明 王芳 張偉 陈 東京 田中 さくら 김민수 이영희 박 กมล สมชาย เอก
แดง राम सीता अमर Հայկ Աննա გიორგი
"""
NAMES = WRITTEN.split()
SIGNS = " _-–—,;:!?.…'‘’“”«»()[]{}§@*/\\&#%`´^¨°+<=>|~$£€0123456789"


def some_hundred_names() -> list[str]:
    """Names in several scripts, alone, beside each other and with every sign between two of them."""
    dice = random.Random(5)  # noqa: S311
    pairs = [f"{dice.choice(NAMES)}{sign}{dice.choice(NAMES)}" for sign in SIGNS for _ in range(3)]
    return list(dict.fromkeys([*NAMES, *SIGNS[1:], *pairs]))


@pytest.mark.knows_no_engine
@pytest.mark.parametrize("names", IN_ORDER, ids=lambda names: names[0])
def test_names_sort_as_danes_sort_them(names):
    mixed = random.Random(1).sample(names, len(names))  # noqa: S311
    assert sorted(mixed, key=danish_sort_key) == names


def test_the_order_is_that_of_icu(database):
    if not isinstance(db.obj, PostgresqlDatabase):
        pytest.skip("Only PostgreSQL has ICU to compare with.")
    names = some_hundred_names()
    sql = 'SELECT name FROM unnest(%s::text[]) AS name ORDER BY name COLLATE "da-x-icu", name COLLATE "C"'
    by_icu = [name for (name,) in db.execute_sql(sql, (names,))]
    assert len(names) > 300
    assert sorted(names, key=lambda name: (danish_sort_key(name), name)) == by_icu


@pytest.mark.knows_no_engine
def test_the_table_is_what_the_library_and_the_danish_rules_make():
    assert TABLE.read_text(encoding="utf-8") == order_table.table_text()


@pytest.mark.knows_no_engine
@pytest.mark.parametrize("name", NAMES)
def test_decomposed_and_composed_have_one_key_of_digits(name):
    keys = {danish_sort_key(unicodedata.normalize(form, name)) for form in ("NFC", "NFD")}
    assert len(keys) == 1
    assert keys.pop().isdigit()


@pytest.mark.knows_no_engine
@pytest.mark.parametrize("letter", "aBåÖé李ΩشĐ\U0001f600\u0301\0")
def test_a_key_is_short_however_long_the_name(letter):
    assert len(danish_sort_key(letter * 5000)) < 800


@pytest.mark.knows_no_engine
def test_names_of_255_letters_differ_by_the_last_one():
    assert danish_sort_key("b" * 254 + "a") < danish_sort_key("b" * 255)


@pytest.mark.knows_no_engine
@pytest.mark.parametrize(
    "name", ["", " ", "\0", "\ud800", "\u200d", "\u0301", "\uffff", "﷽", "ﷺ", "ᲐᲜᲐ", "🧑‍💼"]
)
def test_anything_has_a_key(name):
    assert danish_sort_key(name).isdigit()


@pytest.mark.knows_no_engine
def test_what_is_typed_begins_the_key_of_what_goes_on():
    assert danish_sort_key("Ångstrøm & Søn").startswith(letters_key("aangs"))


def test_the_step_writes_all_keys_anew_and_back(cast):
    step = importlib.import_module("migrations.0026_danish_order")
    keys = [Account.sort_key, Account.id], [Contact.sort_key, Contact.last_name_key, Contact.id]
    now = [list(columns[-1].model.select(*columns).order_by(columns[-1]).tuples()) for columns in keys]
    step.down(SchemaMigrator.from_database(db.obj), db.obj)
    former = {each.name: each.sort_key for each in Account.select(Account.name, Account.sort_key)}
    assert former == {name: step.former_key(name) for name in former}
    step.up(SchemaMigrator.from_database(db.obj), db.obj)
    assert [list(each[-1].model.select(*each).order_by(each[-1]).tuples()) for each in keys] == now


def test_pages_go_on_after_the_longest_names_in_any_script(cast):
    names = ["Ö" * 255, "李" * 255, "aB" * 127, "Ω" * 255, "a" * 255]
    made = [Contact.meet(cast.olga, first_name=name, last_name=name) for name in names]
    query = Contact.select().where(Contact.id.in_(made)).order_by(Contact.sort_key, Contact.id)
    seen, key = [], None
    for _ in names:
        page = page_of(query, key, size=1)
        seen, key = seen + page.rows, page.next_key
        assert key is None or len(key) < 1200
    assert [each.id for each in seen] == [made[place].id for place in (2, 0, 4, 3, 1)]
    assert key is None
