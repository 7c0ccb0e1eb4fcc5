"""Word files (DOCX): what they show with all changes accepted, read from their XML."""

from __future__ import annotations

from extractors.readers.docx.reading import read_docx

__all__ = ["read_docx"]
