"""The programs beside Python that some kinds of file need: what is refused without them is tried again with them."""

from __future__ import annotations

from extractors import libreoffice
from pipeline import identity


def tools_version() -> str:
    """A short hash of the tools that are installed, '' where none is."""
    program = libreoffice.program()
    if program is None:
        return ""
    state = program.stat()
    return identity.short_hash("LibreOffice", str(program), str(state.st_size), str(state.st_mtime_ns))
