"""Says which corrections of readings are not used any more, for those who run hedui and those who watch it."""

from __future__ import annotations

from typing import Final

from pipeline.store.connection import Store
from pipeline.store.corrected_figures import no_longer_fitting

_NAMED: Final = 3


def unfit_corrections(store: Store) -> list[str]:
    """One Chinese sentence where figures that people corrected are read otherwise by now; else nothing."""
    with store.reading() as connection:
        unfit = no_longer_fitting(connection)
    if not unfit:
        return []
    names = list(dict.fromkeys(row["source_name"] for row in unfit))
    named = "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")
    return [f"{len(unfit)} 处读数更正不再适用（重读后读到的已不同）：{named}。请在工作台的“读数更正”里看过。"]
