"""Cleaned workbooks in the real LibreOffice: it opens them, keeps what was there, and runs nothing."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import workbooks
from python_calamine import CalamineWorkbook

import namekit
from namekit.sheets import Wishes, clean

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
KEPT = (
    "<draw:object ",
    "<draw:image ",
    "<calcext:sparkline ",
    "<office:annotation ",
    "<table:named-range ",
    "a text box",
)
WISHES = Wishes(columns=("Name",))


def convert(files: list[Path], kind: str, to: Path) -> None:
    """All files in one run: LibreOffice takes seconds to start."""
    profile = to.parent / "profile"
    command = [
        SOFFICE,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        to,
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Workbooks of several writers, each as it was and cleaned, saved by LibreOffice as .ods."""
    folder = tmp_path_factory.mktemp("office")
    given, saved = folder / "given", folder / "saved"
    given.mkdir()
    people = namekit.Registry.from_entities(
        [namekit.Entity("p1", ["Сергей Иванович Орлов"]), namekit.Entity("=1+1", ["=2+2 Зянон Крупскі"])]
    )
    workbooks.by_xlsxwriter(given / "xlsxwriter.xlsx")
    workbooks.by_hand(given / "hand.xlsx")
    convert([given / "xlsxwriter.xlsx"], "ods", folder / "own")
    convert([given / "xlsxwriter.xlsx"], "xlsx:Calc MS Excel 2007 XML", folder / "own")
    shutil.copy(folder / "own" / "xlsxwriter.ods", given / "calc.ods")
    shutil.copy(folder / "own" / "xlsxwriter.xlsx", given / "calc-xlsx.xlsx")
    names = "Крупскі\nОрлов С. И."
    (given / "list.csv").write_text(f"Name\n{names}\n", encoding="utf-8")
    for path in sorted(given.iterdir()):
        clean(path, given / f"clean-{path.name}", people, WISHES)
    convert(sorted(given.iterdir()), "ods", saved)
    return saved


def content(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("content.xml").decode()


def grid(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.mark.parametrize("name", ["xlsxwriter", "hand", "calc", "calc-xlsx", "list"])
def test_it_opens_and_all_is_there(opened: Path, name: str) -> None:
    before, after = opened / f"{name}.ods", opened / f"clean-{name}.ods"
    old, new = grid(before), grid(after)
    width = max(map(len, old))
    assert [row[:width] for row in new] == old
    assert next(cell for cell in new[0] if str(cell).startswith("namekit_")) == "namekit_id"
    for what in KEPT:
        assert content(before).count(what) == content(after).count(what), what
    formulas = re.compile(r"table:formula=\"([^\"]*)\"")
    assert formulas.findall(content(before)) == formulas.findall(content(after))  # none was added


def test_nothing_of_namekits_is_run_in_a_list(opened: Path) -> None:
    row = [str(cell) for cell in grid(opened / "clean-list.ods")[1]]
    assert row[1] == "'=1+1"
    assert row[2].startswith("'=2+2 ")  # without a mark it takes the file for Western European
    assert row[3] == "match"


@pytest.mark.parametrize("name", ["xlsxwriter", "calc", "calc-xlsx"])
def test_decisions_can_be_chosen(opened: Path, name: str) -> None:
    text = content(opened / f"clean-{name}.ods")
    assert "of:cell-content-is-in-list(&quot;p1&quot;;&quot;new&quot;;&quot;no&quot;)" in text
    assert "of:cell-content-is-date()" in text


def test_status_has_a_colour_and_the_sheet_a_filter(opened: Path) -> None:
    text = content(opened / "clean-calc.ods")
    assert 'calcext:apply-style-name="namekit_ambiguous"' in text
    for name in ("calc", "xlsxwriter", "calc-xlsx"):
        shown = re.findall(
            r"<table:database-range [^>]*display-filter-buttons=\"true\"", content(opened / f"clean-{name}.ods")
        )
        assert len(shown) == 1, name
        assert "People.A1:People." in shown[0]
