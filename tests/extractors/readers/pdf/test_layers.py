"""Layers that are switched off: what stands in them is in the file, and nobody sees it."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from printing.pdf import Sheet, pdf

from extractors.document import Document
from extractors.readers.pdf import read_pdf
from extractors.readers.pdf.layers import may_hide_layers

LAYERS = {"draft": False, "final": True}


def read(tmp_path: Path, sheet: Sheet) -> Document:
    path = tmp_path / "报告.pdf"
    path.write_bytes(pdf([sheet], layers=LAYERS))
    return read_pdf(path)


def texts(document: Document) -> list[str]:
    return [str(paragraph.text) for paragraph in document.paragraphs]


def marked(name: str, inner: Sheet) -> Sheet:
    return Sheet().in_layer(name, inner)


def as_form(name: str, inner: Sheet) -> Sheet:
    inner.layer = name
    return Sheet().form(f"Form{name}", inner, (1, 0, 0, 1, 0, 0))


def marked_in_a_form(name: str, inner: Sheet) -> Sheet:
    return Sheet().form(f"Form{name}", Sheet().in_layer(name, inner), (0.5, 0, 0, 0.5, 0, 300))


@pytest.mark.parametrize("rotate", [0, 90])
@pytest.mark.parametrize("rule", ["", "x"], ids=["layer", "rule on layers"])
@pytest.mark.parametrize("put", [marked, as_form, marked_in_a_form])
def test_only_layers_that_are_on_are_read(tmp_path: Path, put: object, rule: str, rotate: int) -> None:
    assert callable(put)
    sheet = Sheet(rotate=rotate).text(50, 700, "收入100亿元")
    for name, y, amount in (("draft", 600, "支出88亿元"), ("final", 500, "支出99亿元")):
        layer = put(name + rule, Sheet().text(50, y, amount))
        sheet.operators += layer.operators
        sheet.forms |= layer.forms
    assert texts(read(tmp_path, sheet)) == ["收入100亿元", "支出99亿元"]


def test_of_two_layers_at_one_place_the_one_that_shows_is_read(tmp_path: Path) -> None:
    sheet = Sheet().text(50, 700, "收入100亿元")
    for name, amount in (("draft", "支出88亿元"), ("final", "支出99亿元"), ("draft", "支出77亿元")):
        sheet.in_layer(name, Sheet().text(50, 600, amount))
    assert texts(read(tmp_path, sheet)) == ["收入100亿元", "支出99亿元"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("font_kind", ["blocks", "named", "missing"])
def test_what_nobody_sees_is_told_whatever_the_font(tmp_path: Path, font_kind: str, rotate: int) -> None:
    sheet = Sheet(rotate=rotate).text(50, 700, "收入100亿元。").text(50, 650, "支出88亿元。", mode=3)
    sheet.operators.append("1 1 1 rg")
    sheet.text(50, 600, "结余77亿元。")
    sheet.operators.append("0 0 0 rg")
    sheet.in_layer("draft", Sheet().text(50, 550, "税收66亿元。")).text(50, 650, "支出99亿元。")
    path = tmp_path / "报告.pdf"
    path.write_bytes(pdf([sheet], layers=LAYERS, font_kind=font_kind))  # type: ignore[arg-type]
    assert texts(read_pdf(path)) == ["收入100亿元。", "支出99亿元。"]


def test_white_print_on_a_ground_shows_in_its_layer(tmp_path: Path) -> None:
    inner = Sheet().box(40, 590, 300, 620, "f")
    inner.operators.append("1 1 1 rg")
    inner.text(50, 600, "支出99亿元")
    assert texts(read(tmp_path, Sheet().in_layer("final", inner))) == ["支出99亿元"]


def test_rules_of_a_layer_that_is_off_part_no_cells(tmp_path: Path) -> None:
    sheet = Sheet().grid([50, 150, 300], [700, 670, 640])
    sheet.text(55, 680, "项目").text(155, 680, "本月完成").text(55, 650, "税收").text(155, 650, "12.5亿元")
    sheet.in_layer("draft", Sheet().stroke(225, 640, 225, 700).stroke(50, 655, 300, 655))
    (table,) = read(tmp_path, sheet).tables
    assert [[str(text) for text in row] for row in table.grid()] == [["项目", "本月完成"], ["税收", "12.5亿元"]]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (pdf([Sheet()]), False),
        (pdf([Sheet()], layers=LAYERS), True),
        (pdf([Sheet()], layers={"final": True}), False),
        (pdf([Sheet()], encrypt=True), True),
        (b"<< /D << /BaseState /OFF >> >>", True),
        (b"<< /Usage << /View << /ViewState /OFF >> >> >>", True),
        (b"<< /D << /OFF 12 0 R >> >>", True),
        (
            b"<< /Type /ObjStm /N 1 >>\nstream\n"
            + zlib.compress(b"1 0 << /OCProperties << /D << /OFF [ 7 0 R ] >> >> >>"),
            True,
        ),
        (b"<< /Type /ObjStm /N 1 >>\nstream\n" + zlib.compress(b"1 0 << /Type /Catalog >>"), False),
        (b"<< /Type /ObjStm /N 1 >>\nstream\nno zlib at all", False),
    ],
    ids=[
        "none",
        "some",
        "all on",
        "locked",
        "all off",
        "off on screens",
        "off elsewhere",
        "packed",
        "none, packed",
        "broken",
    ],
)
def test_files_that_hide_layers_are_told(content: bytes, expected: bool) -> None:
    assert may_hide_layers(content) is expected
