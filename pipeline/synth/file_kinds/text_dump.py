"""Made reports as text dumps: tables as tab-separated rows, a narrative as one paragraph a line."""

from __future__ import annotations

from pipeline.synth.forms import Form, Narrative, Sheet


def text_dump(form: Form) -> str:
    """The report as plain text."""
    if isinstance(form, Narrative):
        head = [form.title, "", *([form.source_line] if form.source_line else [])]
        return "\n".join([*head, *(text.removeprefix("# ") for text in form.paragraphs)]) + "\n"
    if isinstance(form, Sheet):
        return "\n".join([form.title, "", "\t".join(form.heads), *("\t".join(row) for row in form.rows)]) + "\n"
    rows = ("\t".join(row) for row in (form.heads, *form.rows))
    return "\n".join([form.title, form.caption, *rows, *form.notes]) + "\n"
