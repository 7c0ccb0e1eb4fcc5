"""The Chinese words for the kinds of reports, as people read them and may write them in lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REPORT_KIND_WORDS: Final[Mapping[str, str]] = {
    "progress_sheet": "进度表",
    "narrative": "文字材料",
    "plan": "规划",
    "policy": "政策文件",
    "statistics": "统计资料",
    "other": "其他",
}
