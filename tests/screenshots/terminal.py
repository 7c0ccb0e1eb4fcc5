"""Pictures of a terminal: a command of the tutorial and what it prints, as wide as a terminal has each character."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser
from rich.cells import cell_len
from tutorial.console import typed_on

TUTORIAL: Final = Path(__file__).resolve().parents[2] / "docs" / "tutorial.zh-CN.md"

_COLUMNS: Final = 100
_DOTS: Final = 2
"""Dots of the picture for one of the page: print that is small stays sharp."""

_PAGE: Final = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>终端</title><style>
body {{ margin: 0; }}
.window {{ display: inline-block; border-radius: 8px; overflow: hidden; }}
.title {{ background: #3a4452; color: #dfe5ec; font: 13px "Noto Sans CJK SC"; text-align: center; padding: 4px; }}
.screen {{ background: #1b212b; color: #e8ecf1; padding: 10px 14px; white-space: pre;
  font: 14px/20px "Noto Sans Mono CJK SC"; font-kerning: none; text-spacing-trim: space-all; width: {columns}ch; }}
.screen p {{ margin: 0; height: 20px; }}
.screen b {{ font-weight: normal; color: #8fd08a; }}
.screen i {{ font: normal 11.6px/1 "DejaVu Sans Mono"; display: inline-block; width: 7px; text-align: center; }}
</style><div class="window"><div class="title">终端</div><div class="screen">{lines}</div></div></html>"""
"""A Chinese character of the font is just two Latin ones wide. What a terminal has one column for, and the font two,
comes from a narrow one (`i`)."""


@dataclass(frozen=True)
class Terminal:
    """The picture `name` of the tutorial's command number `position`, with the first `lines` of what it prints (None:
    with all)."""

    name: str
    position: int
    lines: int | None = None

    def text(self) -> str:
        """What is to be seen: the typed line and the printed ones, as the tutorial has them."""
        typed = typed_on(TUTORIAL.read_text(encoding="utf-8"))[self.position]
        return "\n".join([f"$ {typed.line}", *typed.printed.splitlines()[: self.lines]])


TERMINALS: Final = (
    Terminal("tutorial-run", 0, lines=29),
    Terminal("tutorial-findings", 1),
    Terminal("tutorial-status", 6),
)


def photograph(browser: Browser, shown: str) -> bytes:
    """The PNG of a terminal's window with these lines. Raises AssertionError where a font of it is not installed."""
    page = browser.new_page(viewport={"width": 1000, "height": 600}, device_scale_factor=_DOTS)
    command, *printed = shown.split("\n")
    lines = [f"<b>{_cells(command[:2])}</b>{_cells(command[2:])}", *map(_cells, printed)]
    page.set_content(_PAGE.format(columns=_COLUMNS, lines="".join(f"<p>{line}</p>" for line in lines)))
    page.evaluate("document.fonts.ready")
    widths = page.evaluate(_WIDTHS)
    assert widths == [cell_len(line) for line in shown.split("\n")], "the fonts of a terminal are not here"
    content = page.locator(".window").screenshot()
    page.close()
    return content


_WIDTHS: Final = """() => [...document.querySelectorAll(".screen p")].map((line) => {
  const range = document.createRange();
  range.selectNodeContents(line);
  return Math.round(range.getBoundingClientRect().width / 7 * 100) / 100;
})"""


def _cells(text: str) -> str:
    """Characters as HTML; those that a Chinese font would draw wider than a terminal has columns for stand in cells."""
    return "".join(escape(each) if each.isascii() or cell_len(each) != 1 else f"<i>{each}</i>" for each in text)
