"""What a reviewer may decide, and what has to be said with it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, select

from pipeline.decimal_text import decimal_text
from pipeline.review.outcomes import refuse
from pipeline.review.typed_figure import NotTyped, typed_figure
from pipeline.store.contract import Row, table_named
from rules.reasons import load_reasons

Verdict = Literal["confirmed", "corrected", "accepted_exception", "false_positive", "deferred"]

VERDICTS: Final[tuple[Verdict, ...]] = ("confirmed", "corrected", "accepted_exception", "false_positive", "deferred")
NEXT_REPORT: Final = "next_report"
LONGEST_REASON: Final = 2000
_LONGEST_DEFERRAL: Final = timedelta(days=5 * 366)
_ALLOWED_CONTROLS: Final = frozenset("\n\t")


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision as it was chosen. `reason_code` is of rules/reasons.yaml (accepted exceptions need one), `value` the
    corrected figure as typed, `until` when a deferred one comes back, `fault` whose a false positive is."""

    status: Verdict
    reason_code: str | None = None
    reason: str | None = None
    value: str | None = None
    until: date | Literal["next_report"] | None = None
    fault: Literal["reading", "rule"] | None = None


def checked_choice(choice: Choice, today: date) -> Choice:
    """The choice without what does not belong to its verdict. Raises Refusal where something is missing or wrong."""
    if choice.status not in VERDICTS:
        raise refuse("没有这种处理结果。")
    reason = plain_words(choice.reason, LONGEST_REASON, "理由")
    code = choice.reason_code or None
    if code is not None and code not in load_reasons():
        raise refuse("理由不在清单里，请重新选择。")
    if choice.status == "accepted_exception":
        if code is None:
            raise refuse("合理例外要从清单里选一个理由。")
        if load_reasons()[code].note and reason is None:
            raise refuse(f"选“{load_reasons()[code].name}”时，要写几句说明。")
    if choice.status == "false_positive" and choice.fault not in {"reading", "rule"}:
        raise refuse("误报要说明出在哪里：读取有误，还是规则不适用。")
    return Choice(
        choice.status,
        code,
        reason,
        (choice.value or "").strip() or None if choice.status == "corrected" else None,
        _checked_until(choice.until, today) if choice.status == "deferred" else None,
        choice.fault if choice.status == "false_positive" else None,
    )


def plain_words(words: str | None, longest: int, what: str) -> str | None:
    """Words that can be kept and shown, None for none. Raises Refusal where they are too long or hold control signs."""
    written = (words or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(written) > longest:
        raise refuse(f"{what}太长（{len(written)} 字），最多 {longest} 字。")
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _ALLOWED_CONTROLS for sign in written):
        raise refuse(f"{what}里有不能保存的字符。")
    return written or None


def choice_fields(connection: Connection, choice: Choice, finding: Row) -> dict[str, Any]:
    """What the decision says beside the status, as `reviews` and the journal keep it. Raises Refusal where a corrected
    value cannot be read."""
    return {
        "reason": choice.reason,
        "reason_code": choice.reason_code,
        "until": choice.until.isoformat() if isinstance(choice.until, date) else choice.until,
        "fault": choice.fault,
        **(_corrected(connection, choice, finding) if choice.status == "corrected" else {}),
    }


def standing_after(choice: Choice, now: datetime) -> dict[str, Any]:
    """What becomes of the finding."""
    deferred = choice.status == "deferred"
    return {
        "status": choice.status,
        "deferred_until": choice.until if isinstance(choice.until, date) else None,
        "deferred_at": now if deferred else None,
    }


def _corrected(connection: Connection, choice: Choice, finding: Row) -> dict[str, Any]:
    """The corrected value, read as a figure in the place of the one that the finding is about."""
    facts = table_named("facts")
    about = finding["suspect_fact_id"] or next(iter(finding["fact_ids"]), None)
    read = connection.execute(select(facts).where(facts.c.fact_id == about)).mappings().first()
    if read is None:
        if choice.value is not None:
            raise refuse("这个疑点没有可更正的数，请不要填更正后的数。")
        return {}
    if choice.value is None:
        raise refuse("请填写更正后的数，例如 12.3万元。")
    typed = typed_figure(choice.value, dict(read))
    if isinstance(typed, NotTyped):
        raise refuse(typed.message)
    return {"value": decimal_text(typed.value), "value_unit": typed.unit, "value_printed": typed.printed}


def _checked_until(until: date | str | None, today: date) -> Any:
    if until == NEXT_REPORT:
        return until
    if not isinstance(until, date):
        raise refuse("暂缓要给出到哪一天，或到下一份报告。")
    if until <= today:
        raise refuse(f"暂缓的日期 {until} 已经过去，请选今天以后的一天。")
    if until - today > _LONGEST_DEFERRAL:
        raise refuse("暂缓最多五年。")
    return until
