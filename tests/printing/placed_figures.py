"""Pages of figures whose boxes are known: printed by a browser and turned, or drawn and scanned, skewed and turned."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from extractors.document import Document
from extractors.text import Box, Text, spans
from printing.page_picture import HAN_FONTS, fonts_here
from printing.scan import Scanner, scanned

_A4: Final = (794, 1123)
"""Of a browser's dots, at 96 to the inch."""

_FRAMES: Final = """[...document.querySelectorAll('span')].map(span => {
  const across = span.getClientRects()[0], size = parseFloat(getComputedStyle(span).fontSize);
  const base = span.nextElementSibling.getBoundingClientRect().bottom;
  return [span.textContent, across.left, base - 0.88 * size, across.right, base + 0.12 * size];
})"""
"""Where figures stand in the browser's page: as wide as they are set, as high as the frame of a Chinese character
(字身框), which stands 0.88 em above the base line and 0.12 below; an empty <i> after each tells the base line."""

_NAMES: Final = ("税收收入", "非税收入", "教育支出", "科学技术", "卫生健康", "农林水", "交通运输", "住房保障")


@dataclass(frozen=True)
class Placed:
    """Figures by what is printed, each once, with the box of each in 0..1 of the page as displayed."""

    boxes: Mapping[str, Box]


def some_figures(seed: int, count: int) -> list[str]:
    """Figures as reports print them, all different, none a part of another."""
    random = Random(seed)
    units = ("亿元", "万元", "%", "户", "个百分点", "家")
    found: list[str] = []
    while len(found) < count:
        figure = f"{random.randint(100, 99999)}.{random.randint(10, 99)}{random.choice(units)}"
        if not any(figure in other or other in figure for other in found):
            found.append(figure)
    return found


def digital_page(browser: Any, path: Path, seed: int, quarter: int = 0) -> Placed:
    """A PDF page printed by `browser` (of Playwright) and turned by quarters; the browser itself says where figures
    stand."""
    random = Random(seed)
    lines = []
    for number, figure in enumerate(some_figures(seed, 30)):
        size, left = random.choice((9, 10.5, 12, 14, 16)), random.uniform(30, 300)
        words = random.choice(("本月完成", "累计支出", "为预算的", "其中", "同比增长"))
        lines.append(
            f'<p style="position:absolute;margin:0;white-space:nowrap;left:{left:.1f}px;top:{40 + 34 * number}px;'
            f'font-size:{size}pt">{words}<span>{figure}</span><i></i>，比上年多。</p>'
        )
    family = random.choice(("Noto Sans CJK SC", "Noto Serif CJK SC"))
    page = browser.new_page(viewport={"width": _A4[0], "height": _A4[1]})
    page.set_content(
        f"<style>@page{{size:A4;margin:0}}body{{margin:0;font-family:'{family}'}}i{{display:inline-block}}</style>{''.join(lines)}"
    )
    told = page.evaluate(_FRAMES)
    page.pdf(path=str(path), prefer_css_page_size=True)
    page.close()
    if quarter:
        pdf = pdfium.PdfDocument(path)
        pdf[0].set_rotation(90 * quarter)
        turned = path.with_name(f"turned-{path.name}")
        pdf.save(turned)
        pdf.close()
        turned.replace(path)
    width, height = _A4
    return Placed(
        {said: _turned((x0 / width, y0 / height, x1 / width, y1 / height), quarter) for said, x0, y0, x1, y1 in told}
    )


def scanned_page(path: Path, seed: int, scanner: Scanner) -> Placed:
    """A ruled table of figures, drawn and scanned; the boxes are those of the ink."""
    random = Random(seed)
    scale = scanner.dpi / 72
    width, height = round(595 * scale), round(842 * scale)
    page = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(page)
    file, face = HAN_FONTS[random.choice(fonts_here(HAN_FONTS))]
    font = ImageFont.truetype(file, round(random.choice((10, 11, 12)) * scale), index=face)
    left, top, row, columns = 40 * scale, 60 * scale, 30 * scale, (140, 120, 120, 120)
    figures = iter(some_figures(seed, 60))
    boxes: dict[str, Box] = {}
    names = (
        "税收收入",
        "非税收入",
        "教育支出",
        "科学技术",
        "卫生健康",
        "农林水",
        "交通运输",
        "住房保障",
        "其他支出",
        "债务付息",
    )
    edges = [left]
    for column in columns:
        edges.append(edges[-1] + column * scale)
    for line in range(16):
        y = top + line * row
        draw.line((edges[0], y, edges[-1], y), fill=0, width=max(1, round(scale)))
        if line == 15:
            break
        texts = (
            ["项目", "本月", "累计", "预算"] if line == 0 else [names[line % 10], *(next(figures) for _ in range(3))]
        )
        for at, text in enumerate(texts):
            place = (edges[at] + 5 * scale, y + row * 0.68)
            draw.text(place, text, font=font, fill=0, anchor="ls")
            if at and line:
                x0, y0, x1, y1 = draw.textbbox(place, text, font=font, anchor="ls")
                boxes[text] = (x0 / width, y0 / height, x1 / width, y1 / height)
    for edge in edges:
        draw.line((edge, top, edge, top + 15 * row), fill=0, width=max(1, round(scale)))
    scanned(page, scanner).convert("RGB").save(path, dpi=(scanner.dpi, scanner.dpi), quality=scanner.quality)
    return Placed({said: _leaning(box, scanner, width, height) for said, box in boxes.items()})


def read_boxes(document: Document, figures: Sequence[str]) -> Iterator[tuple[str, Box]]:
    """The figures that were read, with the box in which their characters were found; the others are left out."""
    texts = [block.text for block in document.paragraphs]
    texts += [cell.text for table in document.tables for cell in table.cells]
    for figure in figures:
        found = next((part for text in texts if (part := _found(text, figure)) is not None), None)
        if found is not None:
            boxes = [span["box"] for span in spans(found) if "page" in span]
            yield figure, (
                min(box[0] for box in boxes), min(box[1] for box in boxes),
                max(box[2] for box in boxes), max(box[3] for box in boxes),
            )  # fmt: skip


def overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    across = max(0.0, min(one[2], other[2]) - max(one[0], other[0]))
    down = max(0.0, min(one[3], other[3]) - max(one[1], other[1]))
    both = across * down
    area = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)) - both
    return both / area if area > 0 else 0.0


def _found(text: Text, figure: str) -> Text | None:
    start = text.chars.find(figure)
    return None if start < 0 else text[start : start + len(figure)]


def _turned(box: Box, quarter: int) -> Box:
    """The box after quarters of a turn clockwise."""
    x0, y0, x1, y1 = box
    for _ in range(quarter % 4):
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    return x0, y0, x1, y1


def _leaning(box: Box, scanner: Scanner, width: int, height: int) -> Box:
    """The box on the scan: around its corners, turned by the skew, then by quarters counter-clockwise."""
    angle = math.radians(scanner.skew)
    xs, ys = [], []
    for x in (box[0] * width, box[2] * width):
        for y in (box[1] * height, box[3] * height):
            across, down = x - width / 2, y - height / 2
            xs.append((width / 2 + math.cos(angle) * across + math.sin(angle) * down) / width)
            ys.append((height / 2 - math.sin(angle) * across + math.cos(angle) * down) / height)
    return _turned((min(xs), min(ys), max(xs), max(ys)), -scanner.quarter)
