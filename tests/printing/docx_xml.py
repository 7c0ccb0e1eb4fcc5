"""Writes DOCX files whose XML a test gives: paragraphs, tables and their properties; and shows what is read of them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx

from extractors.document import Document
from extractors.readers.docx import read_docx

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)


def write(path: Path, body: str, more: dict[str, str] | None = None, relations: str = "") -> Path:
    """A DOCX file with `body` in its document part, `more` parts and `relations` from the document part."""
    template = io.BytesIO()
    docx.Document().save(template)
    main = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = main.encode()
            elif name == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", relations.encode() + b"</Relationships>")
            target.writestr(name, content)
        for name, part in (more or {}).items():
            target.writestr(name, part)
    return path


def read(tmp_path: Path, body: str) -> Document:
    """What is read of a file with this body."""
    return read_docx(write(tmp_path / "报告.docx", body))


def p(*runs: str, properties: str = "") -> str:
    """A paragraph; runs that are no XML are put into w:r."""
    content = "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def tc(content: str, properties: str = "") -> str:
    """A cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def styled(properties: str, text: str) -> str:
    """A run with properties."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"
