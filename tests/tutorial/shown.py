"""What the pictures of the tutorial show: the page of the desk, and words and marks that must stand on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FINDING: Final = "c41c79fcfd253669"
"""The finding that the tutorial decides: 55.65 of 72.75 is not 79.5 %."""


@dataclass(frozen=True)
class Shown:
    """A picture `tutorial-NAME.png`: the `address` that it was taken at, the key pressed there, words seen before."""

    name: str
    address: str
    words: tuple[str, ...]
    key: str = ""


SHOWN: Final = (
    Shown("queue", "/queue", ("演示用户", "共 10 个疑点", "三公", "从第一个开始核对")),
    Shown(
        "finding",
        f"/findings/{FINDING}",
        ("民生支出55.65亿元", "报告写占比79.5%", "可能的改法", "76.5%", 'class="box suspect"', "属实"),
    ),
    Shown("decided", f"/findings/{FINDING}", ("属实",), key="1"),
)
