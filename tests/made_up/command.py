"""A command of hedui as a person types it, run in this process: its exit code; what it prints is pytest's to catch."""

from __future__ import annotations

from app.command_line import app
from app.failures import exit_code_of


def typed(*words: str) -> int:
    """Run `hedui WORDS…` to its end."""
    return exit_code_of(lambda: app(list(words), standalone_mode=False, prog_name="hedui"))
