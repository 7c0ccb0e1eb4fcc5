"""Sample reports as text dumps: a sheet as tab-separated rows, a narrative as one paragraph a line."""

from __future__ import annotations

from samples.forms import Form, Narrative, Sheet


def text_dump(form: Form) -> str:
    """The report as plain text."""
    if isinstance(form, Narrative):
        head = [form.title, "", *([form.source_line] if form.source_line else [])]
        return "\n".join([*head, *(text.removeprefix("# ") for text in form.paragraphs)]) + "\n"
    if isinstance(form, Sheet):
        return "\n".join([form.title, "", "\t".join(form.heads), *("\t".join(row) for row in form.rows)]) + "\n"
    raise TypeError("value tables are made as workbooks only")
