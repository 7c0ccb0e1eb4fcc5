"""One file in, everything it says out: the whole way from bytes to facts, without any store."""

from __future__ import annotations

from pathlib import Path

from extractors.document import Document
from extractors.facts import document_facts
from extractors.metadata.report import report_metadata
from extractors.metadata.when import usual_year
from extractors.prose import prose
from extractors.readers.every_kind import read_document
from extractors.report import Hints, ReportContent
from extractors.sheet.items import read_items, sheet_tables


def read_report(path: Path, hints: Hints) -> ReportContent:
    """Read, understand and attribute one file. Raises Unreadable where it cannot be read."""
    return understand(read_document(path), hints)


def understand(document: Document, hints: Hints) -> ReportContent:
    """The report that a document is, with its items and facts."""
    items = read_items(document)
    metadata = report_metadata(document, items, hints)
    year = None if metadata.period else usual_year([prose(p.text).string for p in document.paragraphs])
    tables = frozenset(table.index for table in sheet_tables(document))
    found = document_facts(document, items, tables, metadata, year)
    return ReportContent(
        metadata=metadata,
        items=items,
        facts=found.facts,
        media_type=document.media_type,
        pages=len(document.pages) or None,
        scanned=document.scanned,
        warnings=(*document.warnings, *found.warnings),
    )
