"""Digital PDF files: characters and ruled lines from pdfium, with pdfplumber where pdfium fails."""

from __future__ import annotations

from extractors.readers.pdf.document import read_pdf

__all__ = ["read_pdf"]
