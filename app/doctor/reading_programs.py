"""Looks at what reads and draws: OCR models, LibreOffice, a font with Chinese characters."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.doctor.examined import Examined

_MODELS: Final = ("det", "rec")
"""Parts of the names of the models that pages are read with: one finds lines of print, one reads them."""


def ocr(folder: Path | None = None) -> Iterator[Examined]:
    """The models for scans, which lie in RapidOCR's own wheel; looked for by name, nothing is loaded or fetched."""
    name = "扫描件识别（OCR）"
    if folder is None:
        found = importlib.util.find_spec("rapidocr")
        if found is None or found.origin is None:
            raise ImportError(name="rapidocr")
        folder = Path(found.origin).parent / "models"
    there = sorted(folder.glob("*.onnx"))
    lacking = [part for part in _MODELS if not any(f"_{part}_" in file.name and file.stat().st_size for file in there)]
    if lacking:
        told = f"{folder} 里缺少模型（{'、'.join(lacking)}）"
        again = ".venv/bin/pip install --force-reinstall --no-deps rapidocr"
        remedy = f"没有它读不了扫描件和图片。重新安装：{again}"
        yield Examined("ocr", name, "lacking", told, remedy)
    else:
        yield Examined("ocr", name, "ok", f"模型 {len(there)} 个都在")


def libreoffice() -> Iterator[Examined]:
    """The converter of older formats."""
    from extractors.libreoffice import program

    found = program()
    if found is not None:
        yield Examined("libreoffice", "LibreOffice", "ok", str(found))
        return
    remedy = (
        "没有它读不了 DOC、WPS、RTF、ODT、ODS 和 Office 2003 XML，这些文件先隔离，装好后再运行就读入。"
        "Debian、Ubuntu：apt-get install libreoffice-writer libreoffice-calc；Windows、macOS 用官方安装包。"
    )
    yield Examined("libreoffice", "LibreOffice", "optional", "没有安装", remedy)


def font() -> Iterator[Examined]:
    """The font that pictures of places are drawn with."""
    from extractors.picture.font import NoChineseFont, chinese_font

    try:
        found = chinese_font(20)
    except NoChineseFont:
        remedy = (
            "没有它，表格、网页和文本里的位置画不成图（PDF 和扫描件照常），工作台里只列文字。"
            "Debian、Ubuntu：apt-get install fonts-noto-cjk；Windows、macOS 本来就有。"
        )
        yield Examined("font", "中文字体", "optional", "没有找到", remedy)
        return
    yield Examined("font", "中文字体", "ok", " ".join(part for part in found.getname() if part))
