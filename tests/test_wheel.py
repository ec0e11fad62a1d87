"""The wheel: built from the source distribution, installed into an empty environment, asked for a name."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

PIP = ["-m", "pip", "--disable-pip-version-check", "--quiet", "--no-cache-dir"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    environment = os.environ | {"TMPDIR": str(tmp_path_factory.mktemp("build")), "PIP_NO_CACHE_DIR": "1"}
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", out, ROOT], check=True, capture_output=True, env=environment
    )
    (found,) = out.glob("*.whl")
    return found


def test_it_holds_one_package_with_tables_and_types(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {n.split("/")[0].split("-")[0] for n in names} == {"namekit"}
    for inside in (
        "py.typed",
        "cli/resolve.py",
        "sheets/worksheet.py",
        "tables/weights.toml",
        "tables/README.md",
        "tables/ready.txt",
        "tables/names/ready.txt",
    ):
        assert f"namekit/{inside}" in names
    for folder in ("systems", "people", "names", "orthography"):
        shipped = {n for n in names if n.startswith(f"namekit/tables/{folder}/")}
        assert {n.rsplit("/", 1)[1] for n in shipped} == {p.name for p in (ROOT / "tables" / folder).glob("*.t*")}


def test_it_resolves_from_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=False)
    binaries = home / ("Scripts" if os.name == "nt" else "bin")
    python = binaries / "python"
    subprocess.run([sys.executable, *PIP, "--python", python, "install", wheel], check=True, capture_output=True)
    code = "import namekit; print(namekit.Registry.starter().resolve('Ales Byalyatski').entity_id)"
    done = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout == "ales-bialiatski\n"
    done = subprocess.run([binaries / "namekit", "systems"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "bgnpcgn-bel-1979" in done.stdout
