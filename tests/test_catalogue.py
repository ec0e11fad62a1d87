"""The pages of the documentation are those of the tables."""

import pytest
from conftest import ROOT

from namekit.catalogue import collisions, index, page
from namekit.names.kin import name_list
from namekit.romanization.system import system, systems
from namekit.table import table_names


@pytest.mark.parametrize("id_", table_names("systems"))
def test_the_page_is_up_to_date(id_: str) -> None:
    assert (ROOT / "docs/systems" / f"{id_}.md").read_text("utf-8") == page(system(id_)), (
        f"write it anew: namekit systems {id_} --markdown > docs/systems/{id_}.md"
    )


def test_the_list_is_up_to_date() -> None:
    assert (ROOT / "docs/systems/README.md").read_text("utf-8") == index(systems(provisional=True)), (
        "write it anew: namekit systems --markdown > docs/systems/README.md"
    )


def test_collisions() -> None:
    assert collisions(system("gost779b-rus-2000")) == 0
    assert 0 < collisions(system("icao-rus-9303")) < 0.2
    assert len(name_list("be")) > 1000
