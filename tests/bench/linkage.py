"""Splink on the files of people.py: two tables of given names, patronymics and surnames, linked. Run by scale.py.

Configured as its documentation advises for names: columns cleaned beforehand, Jaro-Winkler levels with term
frequencies, u from random pairs, m by expectation and maximization over several rules, and blocking by equalities. It
is given more than it could know: which part of a name is which, as namekit reads it, so that the order does not matter;
a level for initials; the share of names that are registered; and, a second time, m counted over true pairs among these
very names, which shows what its model could do at best.
"""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
from people import read
from pyarrow import parquet
from splink import DuckDBAPI, Linker, SettingsCreator, __version__, block_on
from splink import comparison_level_library as levels
from splink.comparison_library import CustomComparison, NameComparison
from unidecode import unidecode

from namekit.names.parsing import parts

TABLES = ("entities", "names")
FIELDS = ("given", "patronymic", "surname")
THRESHOLDS = (0.5, 0.95, 0.99)
SHOWN = 10  # candidates of a name
LEAST = 1e-4  # probability of a pair that is kept
U_PAIRS = EM_PAIRS = 1e7  # compared in training, at most
LABELLED = 20_000
CHUNK = 50_000  # names whose pairs are made at once: with more, memory grows faster than speed
BLOCKS = (
    block_on("substr(surname, 1, 4)", "substr(given, 1, 1)"),
    block_on("substr(surname, 1, 3)", "substr(patronymic, 1, 3)"),
    block_on("substr(surname, 1, 2)", "substr(patronymic, 1, 3)", "substr(given, 1, 1)"),
    block_on("substr(surname, 1, 1)", "substr(patronymic, 1, 4)", "substr(given, 1, 2)"),
)
TRAINED_ON = (block_on("surname", "given"), block_on("given", "patronymic"), block_on("surname", "patronymic"))
Answer = tuple[str, list[str]]


def columns(folder: Path) -> dict[str, str]:
    """Write each file's names as columns: parts by role, in lower-case Latin letters; an initial is its letter."""
    for table in TABLES:
        rows: dict[str, list[str | int | None]] = {key: [] for key in ("unique_id", *FIELDS)}
        for place, row in enumerate(read(folder / f"{table}.tsv")):
            found = split(row[0] if table == "names" else row[1])
            rows["unique_id"].append(place)
            for field in FIELDS:
                rows[field].append(found.get(field))
        parquet.write_table(pa.table(rows), folder / f"{table}.parquet")
    return {}


def split(name: str) -> dict[str, str]:
    """The parts of a name, transliterated."""
    found: dict[str, str] = {}
    for part in parts(name):
        missing = [field for field in FIELDS if field not in found]
        if part.role in missing or ((part.role in {"initial", "unknown"}) and missing):
            text = unidecode(part.text).lower().replace("'", "").strip(". ")
            found[part.role if part.role in missing else missing[0]] = text
    return {field: text for field, text in found.items() if text}


def settings(entities: int) -> SettingsCreator:
    """Comparisons and blocking rules."""
    return SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=0.5 / entities,  # half of the names are registered
        comparisons=[with_initials("given"), with_initials("patronymic"), NameComparison("surname")],
        blocking_rules_to_generate_predictions=list(BLOCKS),
        retain_matching_columns=False,
    )


def with_initials(field: str) -> CustomComparison:
    """The levels of NameComparison, and one for an initial beside a name that begins so."""
    one, other = f"{field}_l", f"{field}_r"
    initial = f"least(length({one}), length({other})) = 1 and {one}[1] = {other}[1]"
    return CustomComparison(
        output_column_name=field,
        comparison_levels=[
            levels.NullLevel(field),
            levels.CustomLevel(initial, "initial"),
            levels.ExactMatchLevel(field, term_frequency_adjustments=True),
            *(levels.JaroWinklerLevel(field, threshold) for threshold in (0.92, 0.88, 0.7)),
            levels.ElseLevel(),
        ],
    )


def link(folder: Path) -> dict[str, object]:
    """Train in both ways and predict: what was found, by way and threshold, with seconds and likely pairs."""
    from scale import peak, scored  # noqa: PLC0415 (scale.py runs this)

    logging.disable(logging.WARNING)
    connection = duckdb.connect()
    connection.execute(f"set temp_directory = '{folder / 'spilled'}'")
    for table in TABLES:
        connection.execute(f"create table {table} as from '{folder / table}.parquet'")
    database = DuckDBAPI(connection)
    tables = [database.register(t, dataset_display_name=f"{t}_") for t in TABLES]
    entities, asked = (connection.execute(f"select count(*) from {t}").fetchall()[0][0] for t in TABLES)  # noqa: S608
    chunks = {"num_chunks_left": 1, "num_chunks_right": -(-asked // CHUNK)} if asked > CHUNK else {}
    runs = []
    for way, train in TRAINING.items():
        start = time.perf_counter()
        linker = Linker(tables, settings(entities), log_level=None)
        linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=1)
        train(linker, database, folder)
        trained = time.perf_counter()
        found = linker.inference.predict(threshold_match_probability=LEAST, **chunks)
        seconds = {"train": trained - start, "predict": time.perf_counter() - trained}
        pairs = best(connection, found.physical_name)
        found.drop_table_from_database_and_remove_from_cache()
        scores = {str(t): scored(folder, answers(connection, t)) for t in THRESHOLDS}
        runs.append({"way": way, "seconds": seconds, "pairs": pairs, "scores": scores})
    return {"version": __version__, "runs": runs, **peak()}


def by_expectation(linker: Linker, _: DuckDBAPI, __: Path) -> None:
    """How often the names of one person agree at each level, by expectation and maximization."""
    for rule in TRAINED_ON:
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=EM_PAIRS)


def by_labels(linker: Linker, database: DuckDBAPI, folder: Path) -> None:
    """The same, counted over names whose entity Splink is told."""
    places = [(int(entity[1:]), place) for place, (_, entity, *_) in enumerate(read(folder / "names.tsv")) if entity]
    left, right = zip(*places[:LABELLED], strict=True)
    labels = {"source_dataset_l": ["entities_"] * len(left), "unique_id_l": left}
    labels |= {"source_dataset_r": ["names_"] * len(left), "unique_id_r": right}
    linker.training.estimate_m_from_pairwise_labels(database.register(pa.table(labels)))


TRAINING: dict[str, Callable[[Linker, DuckDBAPI, Path], None]] = {
    "trained by expectation and maximization": by_expectation,
    "trained on labels": by_labels,
}


def best(connection: duckdb.DuckDBPyConnection, pairs: str) -> int:
    """Make the table of the likeliest entities of each name out of the pairs; how many pairs there are."""
    ((count,),) = connection.execute(f"select count(*) from {pairs}").fetchall()  # noqa: S608 (our own words)
    connection.execute(f"""
        create or replace table best as
        with sides as (
            select if(source_dataset_l = 'names_', unique_id_l, unique_id_r) as name,
                   if(source_dataset_l = 'names_', unique_id_r, unique_id_l) as entity,
                   match_probability as p
            from {pairs})
        select name, arg_max(entity, p, {SHOWN}) as entities, max(p, {SHOWN}) as ps from sides group by name""")  # noqa: S608
    return int(count)


def answers(connection: duckdb.DuckDBPyConnection, threshold: float) -> Iterator[Answer]:
    """What Splink says of each name: a match where one registered person alone reaches the threshold."""
    found = connection.execute("""
        select coalesce(entities, []), coalesce(ps, [])
        from names left join best on best.name = names.unique_id order by names.unique_id""")
    while rows := found.fetchmany(10_000):
        for places, probabilities in rows:
            n = sum(p >= threshold for p in probabilities)
            status = "match" if n == 1 else "ambiguous" if n > 1 else "unknown"
            yield status, [f"P{place}" for place in places]
