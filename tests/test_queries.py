"""Search expressions, tried in the programs that they are for."""

import re
import sqlite3

import pytest
import tantivy

from namekit import InputError, search_expression

TEXTS = ["Ales Bialiatski", "O'Brien", "Беляцкий, А.", 'Саша "Рыжий"', "50%_a!b", "C:\\dir", "(x)[y]{z}|^$*+?"]
OTHERS = ["Bialiatskis", "Белый", "x y z", "50 a b", "aLes"]


def test_sql_finds_the_texts_and_no_others() -> None:
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE TABLE people (full_name TEXT)")
        db.executemany("INSERT INTO people VALUES (?)", [(f"see {t} there",) for t in TEXTS + OTHERS])
        for text in TEXTS:
            where = search_expression([text], "sql", "people.full_name")
            found = db.execute(f"SELECT full_name FROM people WHERE {where}").fetchall()  # noqa: S608 (what is tested)
            assert found == [(f"see {text} there",)], where
        every = search_expression(TEXTS, "sql", "full_name")
        assert len(db.execute(f"SELECT * FROM people WHERE {every}").fetchall()) == len(TEXTS)  # noqa: S608
    db.close()


def test_a_regular_expression_finds_whole_words() -> None:
    for text in TEXTS:
        pattern = re.compile(search_expression([text], "regex"), re.IGNORECASE)
        assert pattern.search(f"see {text} there"), text
        assert not any(pattern.search(f"see {other} there") for other in [*OTHERS, *(set(TEXTS) - {text})])
    either = re.compile(search_expression(["Bialiatski A.", "Bialiatski"], "regex"))
    assert either.findall("Bialiatski A., Bialiatski") == ["Bialiatski A.", "Bialiatski"]
    assert re.search(search_expression(["Ales Bialiatski"], "regex"), "Ales\n  Bialiatski")


def test_lucene_phrases_find_their_documents() -> None:
    schema = tantivy.SchemaBuilder().add_text_field("name", stored=True).build()
    index = tantivy.Index(schema)
    writer = index.writer(num_threads=1)
    for text in TEXTS[:5] + OTHERS:
        writer.add_document(tantivy.Document(name=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    for text in TEXTS[:4]:
        for field in ("", "name"):
            query = index.parse_query(search_expression([text], "lucene", field), ["name"])
            hits = [searcher.doc(address)["name"] for _, address in searcher.search(query, 10).hits]
            assert hits == [[text]], text
    both = index.parse_query(search_expression(TEXTS[:2], "lucene", "name"), ["name"])
    assert searcher.search(both, 10).count == 2
    assert search_expression(["C:\\dir"], "lucene") == '"C:\\\\dir"'


def test_spellings_that_differ_in_case_are_one() -> None:
    assert search_expression(["Бяляцкі", "БЯЛЯЦКІ", "Bialiatski"], "lucene") == '"Бяляцкі" OR "Bialiatski"'


@pytest.mark.parametrize(
    ("texts", "dialect", "field"),
    [([], "sql", ""), (["a"], "xpath", ""), (["a"], "sql", "name; DROP TABLE people"), (["a"], "lucene", "a b")],
)
def test_what_cannot_be_a_query_is_an_error(texts: list[str], dialect: str, field: str) -> None:
    with pytest.raises(InputError):
        search_expression(texts, dialect, field)  # type: ignore[arg-type]
