"""What is read of a file, as lists that a test can write down."""

from __future__ import annotations

from extractors.document import Document, Paragraph


def shown(document: Document) -> list[object]:
    """Paragraphs as text (# before headings, * before notes), tables as rows of texts, in their order."""
    return [
        ("#" if block.heading else "*" if block.note else "") + block.text.chars
        if isinstance(block, Paragraph)
        else [[text.chars for text in row] for row in block.grid()]
        for block in document.blocks
    ]


def tables(document: Document) -> list[list[list[str]]]:
    """The tables as rows of texts."""
    return [[[str(text) for text in row] for row in table.grid()] for table in document.tables]
