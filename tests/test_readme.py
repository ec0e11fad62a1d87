"""The README's first command, typed as it stands in a fresh copy, twice, where pip refuses to install elsewhere."""

import csv
import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

BLOCKS = re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
BASH = shutil.which("bash") or "/bin/bash"


def test_the_first_two_blocks_are_one_command_each() -> None:
    assert len(BLOCKS) == 2
    assert all(block.count("\n") == 1 for block in BLOCKS)
    assert "pytest" in BLOCKS[1]
    assert "README.md" in (ROOT / ".ci/run").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="the README has other lines for Windows")
def test_the_first_command_does_the_main_job(tmp_path: Path) -> None:
    clone, home = tmp_path / "clone", tmp_path / "home"
    home.mkdir()
    ignored = shutil.ignore_patterns(".*", "*.egg-info", "build", "dist", "__pycache__")
    shutil.copytree(ROOT, clone, ignore=ignored)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "COV"))}
    environment |= {"HOME": str(home), "PIP_REQUIRE_VIRTUALENV": "1"}
    for _ in range(2):
        done = subprocess.run(
            [BASH, "-euc", BLOCKS[0]], cwd=clone, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        got = list(csv.DictReader(io.StringIO(done.stdout)))
        expected = list(csv.DictReader(io.StringIO((ROOT / "examples/expected.csv").read_text("utf-8"))))
        assert [(g["namekit_status"], g["namekit_id"]) for g in got] == [
            (e["status"], e["entity_id"]) for e in expected
        ]
    # pip asks a Rust compiler, where there is one, for its version, and rustup then notes that it was asked
    assert {p.name for p in home.iterdir()} <= {".rustup"}


def test_the_python_examples_run_and_give_what_they_say() -> None:
    (block,) = re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}
    exec(block, names)  # noqa: S102 (our own README)
    for line in block.splitlines():
        if (parts := line.split("  # ")) and len(parts) == 2:
            assert repr(eval(parts[0], names)) == parts[1], line  # noqa: S307


def test_the_readme_says_what_the_command_says() -> None:
    """The rows of the README's table are the command's own."""
    import namekit  # noqa: PLC0415

    starter = namekit.Registry.starter()
    rows = re.findall(
        r"^\| (\w+(?: \w+)?) \| ?([\w-]*) ?\| (\w+) \| ([\d.]+) \| (.*) \|$",
        (ROOT / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert len(rows) == 3
    for name, entity_id, status, probability, reason in rows:
        r = starter.resolve(name)
        assert (r.entity_id or "", r.status, f"{r.probability:.4f}") == (entity_id, status, probability)
        assert namekit.reason(r).startswith(reason.removesuffix("…").strip())
