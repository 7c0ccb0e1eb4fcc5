"""Radicals printed in place of the characters that they look like, put back one to one.

Fonts draw U+6708 月 and the Kangxi radical U+2F49 ⽉ with one glyph, so a PDF made by a browser often names the
radical. NFKC mends only part of them, leaves the supplement (⺠ ⻓ ⻔) alone and turns ⼾ into the traditional 戶; and
it may not be used on a text whose characters have places. The supplement follows Unicode's
EquivalentUnifiedIdeograph property; where the form printed in simplified text differs, that form is taken.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_KANGXI: Final = range(0x2F00, 0x2FD6)

_KANGXI_SIMPLIFIED: Final = {"⼾": "户", "⾭": "青", "⿈": "黄", "⼹": "彐"}

_SUPPLEMENT: Final = {
    "⺁": "厂",
    "⺂": "乛",
    "⺃": "乚",
    "⺄": "乙",
    "⺅": "亻",
    "⺆": "冂",
    "⺇": "几",
    "⺈": "刀",
    "⺉": "刂",
    "⺊": "卜",
    "⺋": "㔾",
    "⺌": "小",
    "⺍": "小",
    "⺎": "兀",
    "⺏": "尣",
    "⺐": "尢",
    "⺑": "尢",
    "⺒": "巳",
    "⺓": "幺",
    "⺔": "彑",
    "⺕": "彐",
    "⺖": "忄",
    "⺗": "㣺",
    "⺘": "扌",
    "⺙": "攵",
    "⺛": "旡",
    "⺜": "日",
    "⺝": "月",
    "⺞": "歺",
    "⺟": "母",
    "⺠": "民",
    "⺡": "氵",
    "⺢": "氺",
    "⺣": "灬",
    "⺤": "爫",
    "⺥": "爫",
    "⺦": "丬",
    "⺧": "牛",
    "⺨": "犭",
    "⺩": "王",
    "⺪": "疋",
    "⺫": "罒",
    "⺬": "示",
    "⺭": "礻",
    "⺮": "竹",
    "⺯": "糹",
    "⺰": "纟",
    "⺱": "罓",
    "⺲": "罒",
    "⺳": "罓",
    "⺴": "罓",
    "⺵": "罓",
    "⺶": "羊",
    "⺷": "羊",
    "⺸": "羊",
    "⺹": "耂",
    "⺺": "肀",
    "⺻": "聿",
    "⺼": "肉",
    "⺽": "臼",
    "⺾": "艹",
    "⺿": "艹",
    "⻀": "艹",
    "⻁": "虎",
    "⻂": "衤",
    "⻃": "覀",
    "⻄": "西",
    "⻅": "见",
    "⻆": "角",
    "⻇": "角",
    "⻈": "讠",
    "⻉": "贝",
    "⻊": "足",
    "⻋": "车",
    "⻌": "辶",
    "⻍": "辶",
    "⻎": "辶",
    "⻏": "阝",
    "⻐": "钅",
    "⻑": "長",
    "⻒": "镸",
    "⻓": "长",
    "⻔": "门",
    "⻕": "阜",
    "⻖": "阝",
    "⻗": "雨",
    "⻘": "青",
    "⻙": "韦",
    "⻚": "页",
    "⻛": "风",
    "⻜": "飞",
    "⻝": "食",
    "⻞": "食",
    "⻟": "飠",
    "⻠": "饣",
    "⻡": "首",
    "⻢": "马",
    "⻣": "骨",
    "⻤": "鬼",
    "⻥": "鱼",
    "⻦": "鸟",
    "⻧": "卤",
    "⻨": "麦",
    "⻩": "黄",
    "⻪": "黾",
    "⻫": "斉",
    "⻬": "齐",
    "⻭": "歯",
    "⻮": "齿",
    "⻯": "竜",
    "⻰": "龙",
    "⻱": "龟",
    "⻲": "亀",
    "⻳": "龟",
}

_TABLE: Final = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI} | _SUPPLEMENT | _KANGXI_SIMPLIFIED
)


def mend_radicals(chars: str) -> str:
    """`chars` with every radical (U+2E80-2EF3, U+2F00-2FD5) as the ideograph it stands for; the length stays."""
    return chars.translate(_TABLE)
