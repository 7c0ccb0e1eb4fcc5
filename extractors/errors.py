"""Why a file could not be read: stable codes, each with a sentence that says what to do."""

from __future__ import annotations

from typing import Final

UNREADABLE: Final[dict[str, str]] = {
    "empty_file": "文件是空的（0 字节）。请向报送单位重新索取。",
    "damaged": "文件已损坏或不完整，打不开。请重新导出或重新传送后再放入。",
    "encrypted": "文件设有密码，无法读取。请去掉密码后重新放入。",
    "wrong_extension": "文件内容与扩展名不符。请用正确的扩展名另存后重新放入。",
    "unknown_format": "不认识的文件类型。请另存为 PDF、DOCX、XLSX、HTML 或 TXT 后重新放入。",
    "scan_illegible": "文件是扫描件或图片，没有认出任何文字。请以 200 dpi 以上重新扫描，或提供电子版。",
    "format_unsupported": "这种旧格式目前尚不能读取。请另存为 DOCX、XLSX 或 PDF 后重新放入。",
    "nothing_to_read": "文件里没有任何表格，也没有任何数字，无可核对。请确认是否放错了文件。",
    "no_permission": "没有读取权限。请检查文件权限后重试。",
    "too_large": "文件超出处理上限。请拆分或压缩后重新放入。",
    "too_slow": "读取用时超过上限，已中止。请拆分后重新放入；确需读取的，放宽环境变量 HEDUI_READ_SECONDS 后重新运行。",
    "too_much_memory": (
        "读取所需内存超过上限，已中止。请拆分后重新放入；确需读取的，放宽环境变量 HEDUI_READ_MEMORY 后重新运行。"
    ),
    "reader_failed": "读取时出现意外错误，已记录在日志中。请把该文件交给维护人员。",
}


class Unreadable(Exception):
    """A file that cannot be read: `reason` is a key of UNREADABLE, `detail` what exactly was met (may be empty)."""

    def __init__(self, reason: str, detail: str = "") -> None:
        if reason not in UNREADABLE:
            raise ValueError(f"unknown quarantine reason {reason!r}")
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail

    @property
    def advice(self) -> str:
        """The Chinese sentence that says what to do, with the detail where there is one."""
        return UNREADABLE[self.reason] + (f"（{self.detail}）" if self.detail else "")
