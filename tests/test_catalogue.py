"""The pages of the documentation are those of the tables."""

import pytest
from conftest import ROOT

from namekit.catalogue import collisions, page
from namekit.names import name_list
from namekit.system import system
from namekit.table import table_names


@pytest.mark.parametrize("id_", table_names("systems"))
def test_the_page_is_up_to_date(id_: str) -> None:
    assert (ROOT / "docs/systems" / f"{id_}.md").read_text("utf-8") == page(system(id_)), (
        f"write it anew: namekit systems {id_} --markdown > docs/systems/{id_}.md"
    )
    assert f"({id_}.md)" in (ROOT / "docs/systems/README.md").read_text("utf-8")


def test_collisions() -> None:
    assert collisions(system("gost779b-rus-2000")) == 0
    assert 0 < collisions(system("icao-rus-9303")) < 0.2
    assert len(name_list("be")) > 1000
