"""Digital PDF files: characters and ruled lines from pdfium, with pdfplumber where pdfium fails."""

from __future__ import annotations

from extractors.readers.pdf.document import PDFIUM_LOCK, read_pdf

__all__ = ["PDFIUM_LOCK", "read_pdf"]
