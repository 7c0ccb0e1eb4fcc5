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
    """No font of this machine has Chinese characters: exit code 17."""

    exit_code = 17


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
_MOST_FACES: Final = 12


@cache
def chinese_font(size: int) -> Font:
    """The font at `size` dots to the em. Raises NoChineseFont."""
    file, face = _font_file()
    return ImageFont.truetype(file, size, index=face)


@cache
def _font_file() -> tuple[str, int]:
    """The file, and which of its faces is the one for simplified Chinese."""
    found: dict[str, str] = {}
    for folder in _FOLDERS:
        for at, _, names in os.walk(Path(folder).expanduser()):
            for name in names:
                stem, ending = os.path.splitext(name)  # noqa: PTH122 - thousands of names, no paths needed
                if ending.lower() in _ENDINGS:
                    found.setdefault(stem.lower(), os.path.join(at, name))  # noqa: PTH118 - the same
    for wanted in _NAMES:
        file = found.get(wanted.lower())
        face = None if file is None else _face(file)
        if file is not None and face is not None:
            return file, face
    raise NoChineseFont(
        "本机没有可用的中文字体，画不出图片。",
        "安装一种中文字体（Debian、Ubuntu：apt-get install fonts-noto-cjk）后重试；不加 --image 时位置以文字列出。",
    )


def _face(file: str) -> int | None:
    """The face with simplified forms, else the first; None where the file is no font with Chinese characters."""
    try:
        first = ImageFont.truetype(file, 20)
        if first.getbbox(_SAMPLE)[2] <= 0:
            return None
    except OSError:
        return None
    for face in range(_MOST_FACES):
        try:
            name = ImageFont.truetype(file, 20, index=face).getname()[0] or ""
        except OSError:
            break
        if name.split()[-1:] in (["SC"], ["CN"]):
            return face
    return 0
