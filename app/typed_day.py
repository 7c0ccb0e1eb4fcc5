"""Days as they are typed."""

from __future__ import annotations

from datetime import date

import typer


def typed_day(text: str) -> date:
    """The day that was typed. Raises BadParameter for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} 不是日期，请写成 2024-06-30 的样子。") from None
