"""Word files (DOCX): what they show with all changes accepted, read from their XML."""

from __future__ import annotations

from extractors.readers.docx.reading import pictures_in_docx, read_docx

__all__ = ["pictures_in_docx", "read_docx"]
