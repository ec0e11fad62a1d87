"""Fixtures: the starter registry, and the folder of shared measures where it is there."""

from pathlib import Path

import pytest
from hypothesis import settings

import namekit

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

settings.register_profile("namekit", deadline=None, database=None, derandomize=True)
settings.load_profile("namekit")


@pytest.fixture(scope="session")
def starter() -> namekit.Registry:
    return namekit.Registry.starter()


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the folder of shared measures is not beside the project")
    return SHARED
