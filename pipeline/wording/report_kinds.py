"""The Chinese words for the kinds of reports, as people read them and may write them in lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic_core import PydanticCustomError

REPORT_KIND_WORDS: Final[Mapping[str, str]] = {
    "progress_sheet": "进度表",
    "narrative": "文字材料",
    "plan": "规划",
    "policy": "政策文件",
    "statistics": "统计资料",
    "other": "其他",
}


def code_of_kind(given: Any) -> Any:
    """The code of a kind that stands in a list by its Chinese word or its code; what is no text as it is.

    Raises PydanticCustomError, which names the words that may stand there.
    """
    if not isinstance(given, str) or given in REPORT_KIND_WORDS:
        return given
    for code, word in REPORT_KIND_WORDS.items():
        if given == word:
            return code
    raise PydanticCustomError(
        "report_kind", f"没有“{given}”这种报告，只能写 {'、'.join(REPORT_KIND_WORDS.values())} 之一"
    )
