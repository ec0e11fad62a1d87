"""People: kept to the letter, ids minted and never given twice, merged and split, found, decided about."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from namekit import InputError, Registry, reason
from namekit.entity import Name
from namekit.store import people
from namekit.store.checking import counts, faults, remarks
from namekit.store.decisions import EVERYWHERE, Context, decide, decisions, holding, undo
from namekit.store.entries import Entry, birth_date, checked, combined
from namekit.store.file import Store
from namekit.store.history import Answer, Assumed, answers, events, record
from namekit.store.ids import plain, readable
from namekit.store.merging import merge, split
from namekit.store.people import Origin

ANNA = Origin("Anna")
ROW = Context("march.csv", "17")


def put(store: Store, entry: Entry) -> str:
    with store.writing():
        return people.id_at(store, people.put(store, entry, ANNA))


def test_ids_are_kept_to_the_letter(store: Store) -> None:
    for id_ in ("P-3/7 ", "Ё é", "../../etc", "'; DROP TABLE entity; --", "%s", "p1\u0301", "P1"):
        if id_ == id_.strip():
            assert put(store, Entry(id=id_, names=(Name("Х"),))) == id_
            assert people.entry_at(store, people.needed_place(store, id_)).id == id_
        else:
            with pytest.raises(InputError, match="begins or ends with a space"):
                put(store, Entry(id=id_, names=(Name("Х"),)))
    assert list(faults(store)) == []


def test_minted_ids_are_readable_and_told_apart(store: Store) -> None:
    one = Entry(names=(Name("Сяргей Ціханоўскі", "be"),), birth_date="1978")
    assert [put(store, one) for _ in range(3)] == [f"siarhei-tsikhanouski-1978{s}" for s in ("", "-2", "-3")]
    assert put(store, Entry(names=(Name("Іван Їжак"),))) == "ivan-yizhak"
    assert put(store, Entry(names=(Name("Щука"), Name("Ryba Łucja")))) == "ryba-lucja"
    assert put(store, Entry(names=(Name("李"),))) == "person"
    assert put(store, Entry(id="person-2", names=(Name("Х"),))) == "person-2"
    assert put(store, Entry(names=(Name("王"),))) == "person-3"
    said = [e.detail for e in events(store, "siarhei-tsikhanouski-1978-2") if e.what == "suffix"]
    assert said == ["siarhei-tsikhanouski-1978-2; wanted siarhei-tsikhanouski-1978; given siarhei-tsikhanouski-1978-2"]
    assert readable(one, "UN list", "BY/12") == "un-list-by-12"
    assert plain("’Ÿ ß—Œuvre ") == "y-ss-oeuvre"


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (Entry(names=()), "no name"),
        (Entry(names=(Name("Зорка\0"),)), r"U\+0000 at letter 6"),
        (Entry(names=(Name("abc\u202edef"),)), r"U\+202E at letter 4 turns the direction"),
        (Entry(names=(Name("\ud800"),)), r"U\+D800"),
        (Entry(names=(Name("Х" * 2000),)), "a name of 2,000 letters"),
        (Entry(names=tuple(Name(f"Х{i}") for i in range(3000))), "3,000 values"),
        (Entry(names=(Name("Х"),), birth_date="1962-02-30"), "is no date"),
        (Entry(names=(Name("Х"),), birth_date="٢٠٠٠"), "is no date"),
        (Entry(names=(Name("Х"),), gender="other"), "gender 'other'"),  # type: ignore[arg-type]
        (Entry(names=(Name("Х"),), countries=("Belarus",)), "country 'Belarus'"),
        (Entry(id="a\u200bb", names=(Name("Х"),)), "cannot be seen"),
        (Entry(names=(Name("Х", "b e "),)), "language"),
        (Entry(names=(Name("Х"),), notes=("\x1b[31m",)), r"U\+001B"),
        (Entry(names=(Name("Х"),), sources=(" ",)), "an empty source"),
        (Entry(names=(Name("Х"),), external_ids=(("wikidata", ""),)), "an empty external id"),
    ],
)
def test_what_cannot_be_kept_is_refused(entry: Entry, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as e:
        checked(entry)
    assert len(str(e.value)) < 300
    assert str(e.value).isprintable()


def test_dates() -> None:
    assert [birth_date(d) for d in ("1962", "1962-09", "1962-09-25", "5.9.1962")] == [
        "1962", "1962-09", "1962-09-25", "1962-09-05",
    ]  # fmt: skip


TEXT = st.text("АБвгabc'-", min_size=1, max_size=5)
NAMES = st.builds(Name, TEXT, st.sampled_from([None, "be", "ru"]), st.sampled_from(["primary", "alias", "weak"]))
ENTRIES = st.builds(
    Entry,
    id=st.just("x"),
    names=st.lists(NAMES, min_size=1, max_size=4, unique=True).map(tuple),
    birth_date=st.sampled_from([None, "1962", "1962-09", "1962-09-25", "1963"]),
    gender=st.sampled_from([None, "male", "female"]),
    countries=st.lists(st.sampled_from(["BY", "RU", "SUHH"]), unique=True, max_size=3).map(tuple),
    notes=st.lists(TEXT, unique=True, max_size=3).map(tuple),
    external_ids=st.lists(st.tuples(st.just("wikidata"), TEXT), unique=True, max_size=2).map(
        lambda v: tuple(sorted(v))
    ),
)


@given(ENTRIES, ENTRIES)
def test_combining_loses_nothing_and_is_done_once(a: Entry, b: Entry) -> None:
    both, conflicts = combined(a, b)
    again, _ = combined(both, b)
    assert again == both
    assert combined(a, a) == (a, ())
    assert {n.text for n in both.names} == {n.text for n in (*a.names, *b.names)}
    assert set(both.notes) == {*a.notes, *b.notes}
    assert (both.birth_date or "").startswith(a.birth_date or "")
    assert bool(conflicts) == (
        (bool(a.gender and b.gender) and a.gender != b.gender)
        or bool(a.birth_date and b.birth_date and len({a.birth_date[:4], b.birth_date[:4]}) == 2)
    )


@settings(max_examples=30)
@given(st.lists(ENTRIES, max_size=4))
def test_what_is_put_in_comes_out(entries: list[Entry]) -> None:
    with Store.in_memory("x") as store:
        with store.writing():
            for i, e in enumerate(entries):
                people.put(store, Entry(**{f: getattr(e, f) for f in e.__slots__} | {"id": f"x{i}"}), ANNA)
        out = list(people.entries(store))
        assert [e.names for e in out] == [e.names for e in entries]
        assert [(e.birth_date, e.countries, e.notes, e.external_ids) for e in out] == [
            (e.birth_date, e.countries, e.notes, e.external_ids) for e in entries
        ]
        assert [e for _, e in people.entities(store)] == [e.entity() for e in out]
        assert list(faults(store)) == []


def test_find(store: Store) -> None:
    def found(text: str, limit: int = 9) -> list[int]:
        return people.find(store, text, limit)

    assert (found("АРЛОЎ"), found("p1"), found("maroz"), found("Q7"), found("nobody")) == ([1], [1], [3], [3], [])
    assert found("а", 1) == [1]
    assert found("%") == found("'") == []


def test_a_redirect_leads_to_one_person(store: Store) -> None:
    assert put(store, Entry(id="n", names=(Name("Х"),), redirects=("old", "n"))) == "n"
    assert people.entry_at(store, people.needed_place(store, "old")).redirects == ("old",)
    for id_, problem in (("old", "leads to another person already"), ("p1", "is another person's")):
        with pytest.raises(InputError, match=problem):
            put(store, Entry(id=f"m{id_}", names=(Name("Х"),), redirects=(id_,)))
    with pytest.raises(InputError, match="the id 'p1' is taken"):
        put(store, Entry(id="p1", names=(Name("Х"),)))
    assert put(store, Entry(names=(Name("Old"),))) == "old-2"
    assert list(faults(store)) == []


def test_merging_leads_and_splitting_undoes(store: Store) -> None:
    before = list(people.entries(store))
    with store.writing():
        assert merge(store, "P-3/7", "p2", ANNA, "one passport") == ()
        assert merge(store, "p2", "p1", ANNA) == ("birth date: 1962-09-25 is kept, not 1970",)
    (whole,) = people.entries(store)
    assert whole == people.entry_at(store, people.needed_place(store, "P-3/7"))
    assert (whole.id, set(whole.redirects)) == ("p1", {"p2", "P-3/7"})
    assert {n.text for n in whole.names} == {n.text for e in before for n in e.names}
    assert [e for _, e in people.entities(store)] == [whole.entity()]
    assert people.find(store, "Ганна", 9) == [1]
    with pytest.raises(InputError, match="one person already"), store.writing():
        merge(store, "P-3/7", "p1", ANNA)
    assert "P-3/7; into p2; one passport" in [e.detail for e in events(store, "p1")]
    with store.writing():
        assert split(store, "p2", ANNA, "two after all") == "p1"
    assert [e.id for e in people.entries(store)] == ["p1", "p2"]
    with store.writing():
        assert split(store, "P-3/7", ANNA) == "p2"
    assert list(people.entries(store)) == before
    for id_, problem in (("p2", "was not merged"), ("nobody", "no person has the id")):
        with pytest.raises(InputError, match=problem), store.writing():
            split(store, id_, ANNA)
    assert [e.what for e in events(store, "p2")].count("split") == 2
    assert list(faults(store)) == []


def test_places_say_what_changed(store: Store) -> None:
    revision = people.latest(store)
    with store.writing():
        merge(store, "P-3/7", "p2", ANNA)
        decide(store, "is", "Мароз", "p2", ROW, by="Anna")
    assert list(people.changed_since(store, revision)) == [2, 3]
    assert list(people.changed_since(store, people.latest(store))) == []
    with store.writing():  # what a merged row learns is the other's
        old = people.own_entry(store, 3)
        people.rewrite(store, 3, old, Entry(id="P-3/7", names=(Name("Hanna Maroz"), Name("Аня"))), ANNA)
    assert list(people.changed_since(store, people.latest(store) - 1)) == [2, 3]


def test_a_decision_holds_in_its_context_alone(store: Store, path: Path) -> None:
    with store.writing():
        decide(store, "is", "Мароз", "p2", ROW, by="Anna", why="one address")
    with Registry.open(path) as registry:
        here = registry.resolve("мароз", context=ROW)
        assert (here.status, here.entity_id, here.probability) == ("match", "p2", 1.0)
        assert reason(here).startswith("Мароз is this person, decided by Anna on 20")
        for other in (Context("march.csv", "18"), Context("april.csv", "17"), Context("march.csv"), EVERYWHERE):
            assert registry.resolve("Мароз", context=other).entity_id is None
        assert registry.resolve("Мороз", context=ROW).entity_id is None  # of another spelling, nothing was said
        with registry.store.writing():
            merge(registry.store, "p2", "P-3/7", ANNA)
        assert registry.resolve("Мароз", context=ROW).entity_id == "P-3/7"


def test_not_and_undecided(store: Store, path: Path) -> None:
    with Registry.open(path) as registry:
        sure = registry.resolve("Орлов Сергей Иванович", context=ROW)
        assert sure.entity_id == "p1"
        with store.writing():
            decide(store, "is not", "Орлов Сергей Иванович", "p1", ROW, by="Anna", why="his brother")
        refused = registry.resolve("Орлов Сергей Иванович", context=ROW)
        assert (refused.status, refused.entity_id) == ("unknown", None)
        assert sum(c.probability for c in refused.candidates) + refused.nobody == pytest.approx(1)
        assert "is not this person, decided by Anna" in reason(refused)
        with store.writing():
            decide(store, "is not", "Мароз", "p2", ROW, by="Anna")
        assert "p2" not in [c.entity_id for c in registry.resolve("Мароз", context=ROW).candidates if c.probability]
        with store.writing():
            decide(store, "undecided", "Сергей Орлов", None, EVERYWHERE, by="Anna", why="ask again")
        left = registry.resolve("Сергей Орлов")
        assert (left.status, left.entity_id) == ("ambiguous", None)
        assert "was left undecided by Anna" in reason(left)
        with store.writing():
            decide(store, "undecided", "Zzz", None, EVERYWHERE, by="Anna")
        assert registry.resolve("Zzz").status == "unknown"
        with store.writing():
            decide(store, "is", "Сергей Орлов", "p1", ROW, by="Anna")
        many = registry.resolve_many(["Сергей Орлов"] * 2, contexts=[ROW, EVERYWHERE])
        assert [r.entity_id for r in many] == ["p1", None]


def test_one_of_two_is_left(store: Store, path: Path) -> None:
    put(store, Entry(id="p9", names=(Name("Ганна Мароз", "be"),)))
    with Registry.open(path) as registry:
        assert registry.resolve("Ганна Мароз").status == "ambiguous"
        with store.writing():
            decide(store, "is not", "Ганна Мароз", "p9", ROW, by="Anna")
            decide(store, "is not", "Ганна Мароз", "P-3/7", ROW, by="Anna")
        one = registry.resolve("Ганна Мароз", context=ROW)
        assert (one.status, one.entity_id) == ("match", "p2")


def test_later_decisions_replace_and_undoing_brings_back(store: Store) -> None:
    def state() -> list[tuple[str, str | None]]:
        return [(d.verdict, d.entity_id) for d in holding(store, "МАРОЗ", ROW)]

    with store.writing():
        first = decide(store, "is", "Мароз", "p2", ROW, by="Anna")
        decide(store, "is not", "Мароз", "p1", ROW, by="Anna")
        second = decide(store, "is", "Мароз", "p1", ROW, by="Vera")
    assert state() == [("is", "p1")]
    with store.writing():
        undone = undo(store, second.number, by="Anna", why="misread")
    assert (undone.active, undone.undone_why) == (False, "misread")
    assert state() == [("is not", "p1"), ("is", "p2")]
    for number, problem in ((second.number, "was undone"), (99, "no decision 99")):
        with pytest.raises(InputError, match=problem), store.writing():
            undo(store, number, by="Anna")
    with store.writing():
        decide(store, "undecided", "Мароз", None, ROW, by="Anna")
    with pytest.raises(InputError, match="was replaced by 4"), store.writing():
        undo(store, first.number, by="Anna")
    assert state() == [("undecided", None), ("is not", "p1")]
    assert len(list(decisions(store, every=True))) == 4
    assert len(list(decisions(store))) == 2
    what = [e.what for e in events(store, "p1")]
    assert what.count("decided") == 2
    assert what.count("undone") == 1


def test_everywhere_is_weaker_than_the_place(store: Store) -> None:
    with store.writing():
        decide(store, "is", "Мароз", "p2", EVERYWHERE, by="Anna")
        decide(store, "is not", "Мароз", "p1", EVERYWHERE, by="Anna")
    assert [d.verdict for d in holding(store, "Мароз", ROW)] == ["is not", "is"]
    with store.writing():
        decide(store, "is not", "Мароз", "p2", ROW, by="Anna")
    assert [(d.verdict, d.entity_id) for d in holding(store, "Мароз", ROW)] == [("is not", "p2"), ("is not", "p1")]


@pytest.mark.parametrize(
    ("verdict", "spelling", "id_", "problem"),
    [
        ("is", "Мароз", "nobody", "no person has the id"),
        ("is", "Мароз", None, "whom"),
        ("is", " ", "p1", "an empty spelling"),
        ("perhaps", "Мароз", "p1", "no verdict"),
    ],
)
def test_wrong_decisions(store: Store, verdict: str, spelling: str, id_: str | None, problem: str) -> None:
    with pytest.raises(InputError, match=problem), store.writing():
        decide(store, verdict, spelling, id_, ROW, by="Anna")  # type: ignore[arg-type]


def test_recorded_runs_answer_why(store: Store) -> None:
    given_ = [Answer(str(n), "Мароз", "match", "p2", 0.97, "Мароз is registered") for n in range(1500)]
    assert list(record(store, "march.csv", "Anna", Assumed(0.95, 0.5, "icu"), given_)) == given_
    ((run, answer),) = answers(store, "march.csv", "17", run_day(store))
    assert (answer.entity_id, run.assumed.threshold, run.registry) == ("p2", 0.95, store.version)
    assert (run.namekit, len(run.tables)) == ("0.1.0", 12)
    assert list(answers(store, "march.csv", "17", "1999")) == []
    assert counts(store)["recorded runs"] == 1
    assert any("march.csv, row 17: Мароз, 0.9700" in e.detail for e in events(store, "p2"))


def run_day(store: Store) -> str:
    return str(store.one("SELECT substr(at, 1, 10) FROM run")[0])


def test_what_deserves_a_look(store: Store) -> None:
    put(store, Entry(id="p8", names=(Name("Х"),), external_ids=(("wikidata", "Q7"),)))
    assert list(remarks(store)) == ["wikidata Q7 is the id of several people: P-3/7, p8"]
    store.db.execute("UPDATE entity SET merged_into = place WHERE id = 'p8'")
    store.db.execute("DELETE FROM name WHERE entity = 1")
    assert set(faults(store)) >= {"p8 leads back to itself", "p1 has no name"}


def test_the_registry_follows_its_file(store: Store, path: Path) -> None:
    with Registry.open(path) as registry:
        assert registry.resolve("Вера Зорка").status == "unknown"
        put(store, Entry(id="z", names=(Name("Вера Зорка"),)))
        assert registry.resolve("Вера Зорка").candidates[0].entity_id == "z"
        assert len(registry) == 4
        assert registry.version == store.version != Registry.starter().version
    with Registry.create(path.with_name("b.registry")) as made:
        assert (len(made), made.resolve("Putin").status) == (0, "unknown")
