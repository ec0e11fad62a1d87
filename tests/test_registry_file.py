"""The file: made, opened, refused, brought up to date; writes are all or nothing."""

import gzip
import shutil
import sqlite3
from pathlib import Path

import pytest

from namekit import InputError, Registry, RegistryError
from namekit.entity import Name
from namekit.resolver.postings import disagreements, waiting
from namekit.store import drives, file, people, schema
from namekit.store.checking import faults
from namekit.store.decisions import Context
from namekit.store.entries import Entry
from namekit.store.file import Store
from namekit.store.people import Origin

NEW = Entry(id="new", names=(Name("Вера Зорка"),))


def put(store: Store, entry: Entry = NEW) -> int:
    with store.writing():
        return people.put(store, entry, Origin("Anna"))


def ids(store: Store) -> list[str]:
    return [e.id for e in people.entries(store)]


def test_it_is_a_registry_after_it_was_closed(store: Store, path: Path) -> None:
    version = store.version
    store.close()
    with Store.open(path) as again:
        assert ids(again) == ["p1", "p2", "P-3/7"]
        assert (again.version, again.journal, again.writable) == (version, "wal", True)
        assert list(faults(again)) == []
        assert [place for place, _ in people.entities(again)] == [1, 2, 3]


def test_a_file_is_never_replaced(store: Store, path: Path) -> None:
    with pytest.raises(RegistryError, match="there is a file already"):
        Store.create(path)
    assert ids(store) == ["p1", "p2", "P-3/7"]
    with pytest.raises(RegistryError, match="folder does not exist"):
        Store.create(path / "in" / "nowhere")


def refused(path: Path, match: str) -> None:
    """Refused, with the file and nothing beside it as they were."""
    before = path.read_bytes()
    with pytest.raises(RegistryError, match=match) as e:
        Registry.open(path)
    assert str(path) in str(e.value)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_what_is_no_registry_is_refused_untouched(tmp_path: Path) -> None:
    here = tmp_path / "x.registry"
    with pytest.raises(RegistryError, match="no such file"):
        Registry.open(here)
    for content in (b"", b"name,id\nPutin,1\n", b"\0" * 5000):
        here.write_bytes(content)
        refused(here, "this is no registry")
    here.write_bytes(b"SQLite format 3\0" + b"\1" * 20)
    refused(here, "truncated")
    here.unlink()
    db = sqlite3.connect(here)
    db.execute("CREATE TABLE t (x)")
    db.close()
    refused(here, "no registry of namekit")
    with pytest.raises(RegistryError, match="this is no file"):
        Registry.open(tmp_path)


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A registry of a thousand people alone in its folder, closed."""
    folder = tmp_path / "alone"
    folder.mkdir()
    with Store.create(folder / "a.registry") as store, store.writing():
        for i in range(1000):
            people.put(store, Entry(id=f"p{i}", names=(Name(f"Вера Зорка{i}"),)), Origin("Anna"))
    return folder / "a.registry"


@pytest.mark.parametrize("share", [0.001, 0.3, 0.99])
def test_a_truncated_file_is_refused_untouched(alone: Path, share: float) -> None:
    whole = alone.read_bytes()
    alone.write_bytes(whole[: int(len(whole) * share)])
    refused(alone, "truncated")


def test_a_newer_file_is_refused_untouched(alone: Path) -> None:
    db = sqlite3.connect(alone)
    db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    refused(alone, "made by a newer namekit")


def test_a_file_with_foreign_parts_is_refused(alone: Path) -> None:
    db = sqlite3.connect(alone)
    db.execute("CREATE TRIGGER t AFTER INSERT ON entity BEGIN DELETE FROM name; END")
    db.close()
    with pytest.raises(RegistryError, match="it holds 't', which no registry has"):
        Registry.open(alone)


def test_damage_is_told(alone: Path) -> None:
    content = bytearray(alone.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 20_000] = b"\xff" * 20_000
    alone.write_bytes(content)
    with pytest.raises(RegistryError, match="it is damaged"):
        read_all(alone)


def read_all(path: Path) -> None:
    with Store.open(path) as store:
        if said := next(faults(store), ""):
            raise RegistryError(said)
        list(people.entries(store))


def made_at(version: int, path: Path) -> None:
    """A file as namekit made it when it knew so many steps, with one person, one decision and one run."""
    db = sqlite3.connect(path)
    for step in schema.STEPS[:version]:
        db.executescript(step)
    db.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        [("revision", "1"), ("stamp", "00000000"), ("shared", "0"), ("created", "2026")],
    )
    fillings = {
        1: """
        INSERT INTO run (kind, label, at, by, namekit, tables, registry)
            VALUES ('import', 'l', '2026', 'A', '0', '0', '0');
        INSERT INTO entity (id, birth_date, run, revision) VALUES ('old', '1950', 1, 1);
        UPDATE run SET rows = 1, added = 1, finished = '2026';
        INSERT INTO name VALUES (1, 0, 'Вера Зорка', 'be', 'primary');
        INSERT INTO decision (uid, verdict, spelling, spelling_key, entity, context, row, by, at, why)
            VALUES ('u', 'is', 'Зорка', 'зорка', 1, 'march.csv', '2', 'A', '2026', '');
        """,
        2: "INSERT OR IGNORE INTO stale VALUES (1, NULL);",
    }
    for n in range(1, version + 1):
        db.executescript(fillings.get(n, ""))
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {version}")
    db.close()


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
def test_every_earlier_version_is_brought_up_to_date(version: int, tmp_path: Path) -> None:
    made_at(version, tmp_path / "old.registry")
    with Registry.open(tmp_path / "old.registry") as registry:
        assert registry.store.one("PRAGMA user_version") == (schema.VERSION,)
        assert list(faults(registry.store)) == []
        assert [e.id for e in registry.entities] == ["old"]
        assert registry.resolve("Vera Zorka").candidates[0].entity_id == "old"
        put(registry.store)
        assert len(registry) == 2
        assert registry.resolve("Vera Zorka").status == "ambiguous"
        assert list(disagreements(registry.store)) == []


def test_a_file_that_the_first_version_made_answers(tmp_path: Path) -> None:
    """The file was made by namekit when it knew version 1: an import, two people, a merge, a decision."""
    old = tmp_path / "old.registry"
    old.write_bytes(gzip.decompress((Path(__file__).parent / "golden" / "registry-version-1.gz").read_bytes()))
    with Registry.open(old) as registry:
        assert [e.id for e in registry.entities] == ["p1", "p2", "p3", "vera-zorka"]
        found = {name: registry.resolve(name) for name in ("Сергей Иванович Орлов", "Siarhiej Arłoŭ", "Вера Зорька")}
        assert [r.candidates[0].entity_id for r in found.values()] == ["p1", "p1", "vera-zorka"]
        assert registry.resolve("Зорка В.", context=Context("march.csv", "17")).status == "match"
        assert (waiting(registry.store), list(disagreements(registry.store)), list(faults(registry.store))) == (
            0,
            [],
            [],
        )
    with Registry.open(old) as again:
        assert "_resolver" not in again.__dict__
        assert again.resolve("Siarhiej Arłoŭ") == found["Siarhiej Arłoŭ"]


def test_a_step_is_taken_in_whole_or_not_at_all(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = "CREATE TABLE more (x);\nINSERT INTO more VALUES ('a;b');\n"
    for steps in ((good + "CREATE TABLE more (x);\n",), (good,)):
        monkeypatch.setattr(file, "STEPS", schema.STEPS + steps)
        monkeypatch.setattr(file, "VERSION", schema.VERSION + 1)
        if "TABLE more" in steps[0].removeprefix(good):
            with pytest.raises(sqlite3.OperationalError):
                Store.open(alone)
            db = sqlite3.connect(alone)
            assert db.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
            assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone() == (0,)
            db.close()
    with pytest.raises(RegistryError, match="older namekit"):
        Store.open(alone, writable=False)
    with Store.open(alone) as store:
        assert store.one("SELECT x FROM more") == ("a;b",)
        assert len(ids(store)) == 1000
    monkeypatch.undo()
    with pytest.raises(RegistryError, match="made by a newer namekit"):
        Store.open(alone)


def test_an_error_inside_undoes_the_whole_write(store: Store) -> None:
    version = store.version
    with pytest.raises(InputError, match="the id 'p1' is taken"), store.writing():
        [people.put(store, e, Origin("Anna")) for e in (NEW, Entry(id="p1", names=(Name("Х"),)))]
    assert (ids(store), store.version) == (["p1", "p2", "P-3/7"], version)


def test_a_full_disk_is_an_error_not_a_loss(store: Store, path: Path) -> None:
    pages = store.one("PRAGMA page_count")[0]
    store.db.execute(f"PRAGMA max_page_count = {pages + 4}")
    done: list[int] = []
    with pytest.raises(RegistryError, match="no space is left on the disk"):
        fill(store, done)
    store.close()
    with Store.open(path) as again:
        assert len(ids(again)) == 3 + sum(done)
        assert list(faults(again)) == []
        put(again)


def fill(store: Store, done: list[int]) -> None:
    """Writes fifty people at a time, and says so after each time."""
    for i in range(1000):
        with store.writing():
            for j in range(50):
                people.put(store, Entry(id=f"{i}-{j}", names=(Name(f"Вера Зорка{i}"),)), Origin("Anna"))
        done.append(50)


def test_a_busy_writer_waits_and_then_says_so(store: Store, path: Path) -> None:
    with Store.open(path, busy_seconds=0.1) as other, store.writing():
        people.put(store, NEW, Origin("Anna"))
        assert len(ids(other)) == 3  # a reader does not wait, and sees what was done
        with pytest.raises(RegistryError, match="another program is writing to it"):
            put(other)
    with Store.open(path) as other:
        assert len(ids(other)) == 4


def test_what_may_only_be_read(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close()
    monkeypatch.setattr("os.access", lambda *_: False)
    with Store.open(path) as read:
        assert len(ids(read)) == 3
        with pytest.raises(RegistryError, match="it is read-only"):
            put(read)
    with Store.in_memory("starter") as memory:
        memory.writable = False
        with pytest.raises(RegistryError, match="registry init"):
            put(memory)


MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
server:/home /mnt/desk nfs4 rw 0 0
//server/our\040files /mnt/our\040files cifs rw 0 0
/dev/sdb1 /mnt/desk/local ext4 rw 0 0
broken
"""


def test_network_drives_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drives._kind(Path("/mnt/desk/a.registry"), MOUNTS) == "nfs4"
    assert drives._kind(Path("/mnt/our files/a.registry"), MOUNTS) == "cifs"
    assert drives._kind(Path("/mnt/desk/local/a.registry"), MOUNTS) == ""
    assert drives._kind(Path("/home/a.registry"), MOUNTS) == ""
    assert drives.network_drive(tmp_path) == ""
    monkeypatch.setattr(drives, "_MOUNTS", tmp_path / "nowhere")
    assert drives.network_drive(tmp_path) == ""


def test_on_a_network_drive_it_works_without_a_shared_log(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(file, "network_drive", lambda _: "nfs4")
    with Store.open(path) as far, Store.open(path) as farther:
        put(far)
        assert (far.journal, len(ids(farther))) == ("delete", 4)
        assert not path.with_name(path.name + "-shm").exists()
    with Store.create(path.with_name("far.registry")) as made:
        assert made.journal == "delete"
    monkeypatch.undo()
    with Store.create(path.with_name("shared.registry"), shared=True) as made:
        assert made.journal == "delete"
    with Store.open(path.with_name("shared.registry")) as again:
        assert again.journal == "delete"


def test_a_file_open_elsewhere_is_refused_on_a_network_drive(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "network_drive", lambda _: "nfs4")
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.1)
    list(people.entries(store))
    with pytest.raises(RegistryError, match=r"another program|network drive \(nfs4\)"):
        Store.open(path, busy_seconds=0.1)


def test_a_copy_is_a_registry_too(store: Store, path: Path) -> None:
    store.close()
    shutil.copy(path, path.with_name("copy ?#.registry"))
    with Registry.open(path.with_name("copy ?#.registry")) as registry:
        assert len(registry) == 3
