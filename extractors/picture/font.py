"""A font that has Chinese characters, found on this machine."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

from rules.errors import HeduiError

Font = ImageFont.FreeTypeFont


class NoChineseFont(HeduiError):
    """No font of this machine has Chinese characters: exit code 13."""

    exit_code = 13


_FOLDERS: Final = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    r"C:\Windows\Fonts",
)
_NAMES: Final = (
    "NotoSansCJK-Regular",
    "NotoSansSC-Regular",
    "SourceHanSansSC-Regular",
    "SourceHanSansCN-Regular",
    "msyh",
    "PingFang",
    "wqy-microhei",
    "wqy-zenhei",
    "NotoSerifCJK-Regular",
    "simsun",
    "simhei",
    "STHeiti Light",
    "Hiragino Sans GB",
    "uming",
    "ukai",
    "DroidSansFallbackFull",
)
"""File names without their ending, the most legible on a screen first."""

_ENDINGS: Final = frozenset({".ttc", ".ttf", ".otf"})
_SAMPLE: Final = "核"


@cache
def chinese_font(size: int) -> Font:
    """The font at `size` dots to the em. Raises NoChineseFont."""
    return ImageFont.truetype(_font_file(), size)


@cache
def _font_file() -> str:
    found: dict[str, str] = {}
    for folder in _FOLDERS:
        for at, _, names in os.walk(Path(folder).expanduser()):
            for name in names:
                stem, ending = os.path.splitext(name)  # noqa: PTH122 - thousands of names, no paths needed
                if ending.lower() in _ENDINGS:
                    found.setdefault(stem.lower(), os.path.join(at, name))  # noqa: PTH118 - the same
    for wanted in _NAMES:
        file = found.get(wanted.lower())
        if file is not None and _is_usable(file):
            return file
    raise NoChineseFont(
        "本机没有可用的中文字体，画不出图片。",
        "安装一种中文字体（Debian、Ubuntu：apt-get install fonts-noto-cjk）后重试；不加 --image 时位置以文字列出。",
    )


def _is_usable(file: str) -> bool:
    try:
        return ImageFont.truetype(file, 20).getbbox(_SAMPLE)[2] > 0
    except OSError:
        return False
