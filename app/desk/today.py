"""The day on which the desk is looked at: deadlines and months go by this machine's calendar."""

from __future__ import annotations

from datetime import date, datetime


def today_here() -> date:
    """This machine's day."""
    return datetime.now().astimezone().date()
