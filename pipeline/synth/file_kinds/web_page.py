"""Made reports as web pages; PDF files are printed from the same pages."""

from __future__ import annotations

from html import escape

from pipeline.synth.forms import Form, Narrative, Sheet, ValueTable

_STYLE = """@page{size:A4 landscape;margin:12mm}
body{font-family:"WenQuanYi Zen Hei","Noto Sans CJK SC",sans-serif;font-size:10pt;line-height:1.5}
h1{text-align:center;font-size:15pt}
table{border-collapse:collapse;width:100%}
td,th{border:0.6pt solid #000;padding:3pt;vertical-align:middle}
.narrow{width:4%;text-align:center}
.middle{text-align:center}"""


def html_page(form: Form) -> str:
    """The report as one self-contained page."""
    if isinstance(form, Narrative):
        body = _paragraphs(form)
    elif isinstance(form, Sheet):
        body = f"<h1>{escape(form.title)}</h1>\n{_sheet(form)}"
    else:
        body = _value_table(form)
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(form.title)}</title>\n'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _paragraphs(form: Narrative) -> str:
    lines = [f"<h1>{escape(form.title)}</h1>"]
    if form.source_line:
        lines.append(f'<p class="middle">{escape(form.source_line)}</p>')
    texts = (
        f"<h2>{escape(text[2:])}</h2>" if text.startswith("# ") else f"<p>{escape(text)}</p>"
        for text in form.paragraphs
    )
    return "\n".join([*lines, *texts])


def _sheet(form: Sheet) -> str:
    lines = ["<table>", "<thead><tr>" + "".join(f"<th>{escape(head)}</th>" for head in form.heads) + "</tr></thead>"]
    for position, row in enumerate(form.rows):
        cells = [f"<td>{escape(cell)}</td>" for cell in row]
        cells[-1] = f'<td class="narrow">{escape(row[-1])}</td>'
        if form.categories:
            cells[1] = f'<td class="narrow">{escape(row[1])}</td>'
            cells[0] = _category(form, position)
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return "\n".join([*lines, "</table>"])


def _value_table(form: ValueTable) -> str:
    lines = [f"<h1>{escape(form.title)}</h1>", f'<p style="text-align:right">{escape(form.caption)}</p>', "<table>"]
    lines.append("<tr>" + "".join(f"<th>{escape(head)}</th>" for head in form.heads) + "</tr>")
    lines.extend("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in form.rows)
    return "\n".join([*lines, "</table>", *(f"<p>{escape(note)}</p>" for note in form.notes)])


def _category(form: Sheet, position: int) -> str:
    """The merged cell of a category on its first row, nothing on the others."""
    category = form.rows[position][0]
    if position and form.rows[position - 1][0] == category:
        return ""
    span = sum(1 for row in form.rows if row[0] == category)
    return f'<td class="narrow" rowspan="{span}">{escape(category)}</td>'
