"""The Chinese words in which the codes of the data contract are shown to people."""

from __future__ import annotations

from typing import Final

from pipeline.wording.report_kinds import REPORT_KIND_WORDS

REPORT_KIND: Final[dict[str, str]] = dict(REPORT_KIND_WORDS)

FACT_KIND: Final[dict[str, str]] = {
    "amount": "金额",
    "count": "数量",
    "unit_price": "单价、标准",
    "growth": "增幅",
    "change": "增减额",
    "change_pp": "增减百分点",
    "gap_pp": "相差百分点",
    "share": "占比、比率",
    "completion": "完成率",
    "multiple": "倍数",
    "rank": "位次",
    "ratio": "其他比值",
}

SEVERITY: Final[dict[str, str]] = {"error": "错误", "warning": "存疑", "notice": "提示"}

STATUS: Final[dict[str, str]] = {
    "new": "新发现",
    "assigned": "已指派",
    "confirmed": "属实",
    "corrected": "已更正",
    "accepted_exception": "合理例外",
    "false_positive": "误报",
    "deferred": "暂缓",
    "notified": "已通知",
    "fixed": "已消除",
    "regressed": "又出现",
}

FAMILY: Final[dict[str, str]] = {
    "roll_forward": "当月与累计",
    "sum": "分项与合计",
    "share": "占比",
    "completion": "完成率",
    "growth": "增幅",
    "target": "目标",
    "containment": "部分与整体",
    "rate_x_quantity": "标准与数量",
    "duplicate": "同一数字两处不同",
    "stale": "数字未更新",
    "scale": "数量级",
    "period": "时间口径",
    "deadline": "期限",
    "hierarchy": "上下级",
    "progress": "进度",
    "coverage": "报送",
    "habit": "填报习惯",
}

COLUMN: Final[dict[str, str]] = {
    "target": "考核指标",
    "current": "当期进度",
    "cumulative": "累计进度",
    "completion": "累计完成工作量",
}

ROLE: Final[dict[str, str]] = {
    "actual": "实际",
    "target": "目标",
    "stretch_target": "力争目标",
    "budget": "预算",
    "baseline": "上年基数",
    "standard": "标准",
    "arranged": "安排",
    "adjustment": "调整",
}

UNIT: Final[dict[str, str]] = {"CNY": "元", "USD": "美元", "pp": "个百分点"}
"""Units that are codes; every other is the Chinese word itself."""

COMPARATOR: Final[dict[str, str]] = {"ge": "不低于", "le": "不高于", "gt": "超过", "lt": "不足", "approx": "约"}

REPAIR: Final[dict[str, str]] = {
    "unit_slip": "单位写错",
    "digit": "一位数字写错",
    "transposition": "相邻两位颠倒",
    "missing_digit": "漏写一位数字",
    "extra_digit": "多写一位数字",
    "decimal_point": "小数点移位",
    "sign": "正负号写反",
    "stale": "沿用了旧数字",
    "cumulative_in_current": "累计数写在当期栏",
    "computed": "按其他数推算",
    "period": "所属期写错，数字不变",
    "scope": "范围写错，数字不变",
    "basis": "口径写错，数字不变",
}

UNREAD: Final[dict[str, str]] = {
    "empty_file": "空文件",
    "damaged": "损坏或不完整",
    "encrypted": "有密码",
    "wrong_extension": "扩展名不符",
    "unknown_format": "不认识的类型",
    "scan_illegible": "认不出文字",
    "format_unsupported": "旧格式",
    "nothing_to_read": "无可核对",
    "no_permission": "没有权限",
    "too_large": "太大",
    "too_slow": "读得太久",
    "too_much_memory": "内存不够",
    "reader_failed": "读取出错",
}
"""Why a file could not be read, in a word; what to do stands with the file."""

ACTION: Final[dict[str, str]] = {
    "adopt": "承接旧记录",
    "decide": "处理",
    "bulk_decide": "成批处理",
    "notify": "发通知单",
    "assign": "指派",
    "comment": "批注",
    "undo": "撤销处理",
    "correct_reading": "更正读数",
    "set_metadata": "补录",
    "add_alias": "加叫法",
    "set_aside": "搁置文件",
    "take_back": "撤销记录",
    "add_account": "建账号",
    "set_role": "改角色",
    "set_password": "更换密码",
    "disable_account": "停用账号",
    "enable_account": "启用账号",
    "replay": "重放",
}
"""What people do, as the journal has it."""

ACCOUNT_ROLE: Final[dict[str, str]] = {"viewer": "查看", "reviewer": "核对", "approver": "审定", "admin": "管理"}
"""What an account of the desk may do."""

ACCOUNT_DUTIES: Final[dict[str, str]] = {
    "viewer": "查看：只看",
    "reviewer": "核对：处理疑点、更正读数",
    "approver": "审定：还可发通知单、成批处理、补录、看审计",
    "admin": "管理：还可管账号、加指标叫法",
}
"""The same with what that is; each may do what those before it may."""

COVERAGE_STATE: Final[dict[str, str]] = {
    "on_time": "按时",
    "late": "晚到",
    "unreadable": "没有读成",
    "missing": "缺报",
    "awaited": "待报",
}
"""What became of a report that was owed."""

PERIOD_SOURCE: Final[dict[str, str]] = {
    "explicit": "原文写明",
    "column": "取自栏目",
    "inherited": "承接上文",
    "document": "取自报告",
    "file_name": "取自文件名",
}
"""How it is known when a figure is of."""

METADATA_SOURCE: Final[dict[str, str]] = {
    "printed": "报告上印有",
    "reviewer": "人工补录",
    "manifest": "清单写明",
    "folder": "取自文件夹名",
    "file_name": "取自文件名",
    "derived": "推断",
}


def label(words: dict[str, str], code: str) -> str:
    """The Chinese word for `code`; the code itself where none is given, so that nothing goes unseen."""
    return words.get(code, code)
