"""What no two days have in common on a page (times, today's date, ids of runs), and what stands there in the pictures.

It is put there before a picture is taken, so that pictures, their texts and the tutorial all tell of the same day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

DAY: Final = date(2024, 7, 15)
"""The day of the pictures, which is that of the tutorial."""

MOMENT: Final = f"{DAY:%Y-%m-%d} 09:30"
_BACK: Final = 2
_AHEAD: Final = 40
"""Days around today that a page may speak of: when something is due."""

PUT_RIGHT: Final = """(pairs) => {
  const instead = (text) => pairs.reduce((so, [was, is]) => so.replace(new RegExp(was, "g"), is), text);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const is = instead(texts.currentNode.data);
    if (is !== texts.currentNode.data) texts.currentNode.data = is;
  }
  for (const typed of document.querySelectorAll("input[type=date], input[type=month]")) {
    typed.removeAttribute("min");
    typed.value = instead(typed.value);
  }
}"""
"""Run in the page with the pairs of `passing`."""

SEEN: Final = """() => {
  const typed = [...document.querySelectorAll("input, textarea")]
    .filter((one) => !["hidden", "checkbox", "radio", "password"].includes(one.type) && one.checkVisibility())
    .map((one) => one.value).filter(Boolean);
  return [document.title, document.body.innerText, ...typed].join("\\n");
}"""
"""The text of the page: what the browser shows of it, and what stands in its fields."""


def passing(today: date) -> list[tuple[str, str]]:
    """Patterns (the same in Python and in browsers) and what stands in their place; later ones see it already there."""
    days = [(today + timedelta(days=each), DAY + timedelta(days=each)) for each in range(-_BACK, _AHEAD + 1)]
    before, then = (each.replace(day=1) - timedelta(days=1) for each in (today, DAY))
    return [
        (r"\b\d{8}T\d{6}Z-[0-9a-f]+", "20240715T013000Z-123456"),
        (r"〔\d{4}〕", f"〔{DAY.year}〕"),
        (r"\b\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?", MOMENT),
        *((f"{one:%Y-%m-%d}", f"{other:%Y-%m-%d}") for one, other in days),
        *((f"{_written(one)}(?!\\d)", _written(other)) for one, other in days),
        (f"^{before:%Y-%m}$", f"{then:%Y-%m}"),
    ]


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
