"""A part of a unit's name, as it is typed: a mistyped one is told, for an empty answer reads as if all were well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.failures import NothingFound

if TYPE_CHECKING:
    from pipeline.store import Store


def known_unit(store: Store, part: str | None) -> str | None:
    """`part`, if a unit's name holds it, or if it is None. Raises NothingFound."""
    from pipeline.store import is_unit_known

    if part is not None and not is_unit_known(store, part):
        raise NothingFound(
            f"没有名称含“{part}”的报送单位。", 'hedui query "SELECT DISTINCT unit FROM current_reports" 列出各单位。'
        )
    return part
