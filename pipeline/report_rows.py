"""Turns what was understood of one file into rows of the curated tables. Pure; needs no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from extractors.fact import Fact, Period
from extractors.report import ReportContent
from extractors.sheet.item import Item
from extractors.text import Text, spans
from pipeline import identity
from pipeline.decimal_text import decimal_text
from pipeline.series_cells import series_fields

Row = dict[str, Any]

DOUBTFUL: Final = "ocr_doubtful"
_LARGEST_BIGINT: Final = 2**63 - 1


@dataclass(frozen=True)
class ReportRows:
    """The rows of one report: `report` lacks what only the store knows (names, revision, run)."""

    report: Row
    items: tuple[Row, ...]
    facts: tuple[Row, ...]


def report_rows(content: ReportContent, sha256: str) -> ReportRows:
    """The rows that `content` becomes; ids follow from the bytes of the file alone."""
    report_id = identity.report_id(sha256)
    metadata = content.metadata
    series = series_fields(content.facts, metadata)
    facts = tuple(_storable(_fact_row(fact, report_id) | series(fact)) for fact in _apart(content.facts))
    warnings = list(content.warnings)
    if clashes := len(content.facts) - len({(fact.locator, fact.index) for fact in content.facts}):
        warnings.append(f"{clashes} 个数字的位置标识与别的数字重复，已按次序区分。")
    return ReportRows(
        report=_storable(
            {
                "report_id": report_id,
                "sha256": sha256,
                "media_type": content.media_type,
                "pages": content.pages,
                "kind": metadata.kind,
                "title": metadata.title,
                "unit": metadata.unit,
                "region": metadata.region,
                **_period_fields("period", metadata.period),
                "issued_on": metadata.issued_on,
                "document_number": metadata.document_number,
                "metadata_source": dict(sorted(metadata.source.items())),
                "scanned": content.scanned,
                "warnings": warnings,
                "facts_digest": facts_digest(facts),
                "has_doubtful": any(DOUBTFUL in row["flags"] for row in facts),
            }
        ),
        items=tuple(_storable(_item_row(item, report_id)) for item in content.items),
        facts=facts,
    )


def fact_signature(row: Row) -> tuple[str, ...]:
    """What makes two facts the same statement, wherever they are printed: its key, then its value."""
    period = "..".join(str(row[f"period_{part}"]) for part in ("start", "end", "kind"))
    key = (row["item"], row["column"], row["metric"], row["kind"], row["role"], row["comparator"], row["unit"], period)
    value = (decimal_text(row["value"]), row["printed"])
    return tuple("" if part is None else str(part) for part in (*key, *value))


def facts_digest(facts: Iterable[Row]) -> str:
    """Equal for reports that state the same facts, in whatever order and place; empty if there are none."""
    signatures = sorted(fact_signature(row) for row in facts)
    if not signatures:
        return ""
    return identity.full_hash(*(identity.full_hash(*signature) for signature in signatures))


def display_text(text: Text) -> str | None:
    """The text of a cell for people: white space normalised, a break between Chinese characters closed up."""
    words = text.chars.split()
    if not words:
        return None
    joined = [words[0]]
    for before, after in pairwise(words):
        # Between two Latin words or figures the space says where one ends; everywhere else it is only a wrap.
        joined.append(f" {after}" if before[-1].isascii() and after[0].isascii() else after)
    return "".join(joined)


def whole_fen(value: Decimal, unit: str) -> int | None:
    """The amount in fen if it is in yuan, whole, and fits a 64-bit integer; else None."""
    if unit != "CNY":
        return None
    # Scaling by the exponent is exact; a product would be rounded to the context's digits.
    fen = value.scaleb(2) if value.is_finite() else None
    if fen is None or fen != fen.to_integral_value() or abs(fen) > _LARGEST_BIGINT:
        return None
    return int(fen)


def _apart(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts; of several with one locator and index the later ones get the next free index, so that none is lost."""
    taken: set[tuple[str, int]] = set()
    for fact in facts:
        index = fact.index
        while (fact.locator, index) in taken:
            index += 1
        taken.add((fact.locator, index))
        yield fact if index == fact.index else replace(fact, index=index)


def _storable(row: Row) -> Row:
    return {name: value if type(value) in _ALWAYS_STORABLE else _storable_value(value) for name, value in row.items()}


_ALWAYS_STORABLE: Final = frozenset({type(None), bool, int, Decimal, date})


def _is_unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _storable_value(value: Any) -> Any:
    """The value without characters that no database takes: NUL, and halves of surrogate pairs."""
    match value:
        case str():
            if "\x00" not in value and (value.isascii() or _is_unicode(value)):
                return value
            return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
        case list():
            return [_storable_value(part) for part in value]
        case dict():
            return {_storable_value(name): _storable_value(part) for name, part in value.items()}
        case _:
            return value


def _fact_row(fact: Fact, report_id: str) -> Row:
    return {
        "fact_id": identity.fact_id(report_id, fact.locator, fact.index),
        "report_id": report_id,
        "item": fact.item,
        "column": fact.column,
        "metric": fact.metric,
        "metric_name": fact.metric_name,
        "metric_code": fact.metric_code,
        "parent_metric": fact.parent_metric,
        "kind": fact.kind,
        "role": fact.role,
        "comparator": fact.comparator,
        "value": fact.value,
        "unit": fact.unit,
        "per": fact.per,
        "low": fact.low,
        "high": fact.high,
        "printed": fact.printed,
        **_period_fields("period", fact.period),
        "period_source": fact.period_source,
        "scope": fact.scope,
        "region": fact.region,
        "base": fact.base,
        "basis": fact.basis,
        "evidence": fact.evidence,
        "locator": fact.locator,
        "spans": spans(fact.quantity),
        "confidence": fact.confidence,
        "flags": list(fact.flags),
        "rule": fact.rule,
        "amount_fen": whole_fen(fact.value, fact.unit),
        "item_position": fact.item_position,
        "index_at_locator": fact.index,
        "sentence": fact.sentence,
        "clause": fact.clause,
        **_period_fields("column_period", fact.column_period),
    }


def _item_row(item: Item, report_id: str) -> Row:
    return {
        "item_id": identity.item_id(report_id, item.position),
        "report_id": report_id,
        "position": item.position,
        "category": item.category.compact() or None,
        "name": item.name.compact(),
        "attribute": item.attribute.compact() or None,
        "deadline": item.deadline.compact() or None,
        "target_text": display_text(item.target),
        "current_text": display_text(item.current),
        "cumulative_text": display_text(item.cumulative),
        "completion": item.completion.compact() or None,
        "light": item.light.compact() or None,
        "light_printed": item.light.compact() or None,
        "heads": dict(sorted(item.heads.items())),
        "others": {head: display_text(text) or "" for head, text in sorted(item.others.items())},
        "torn": item.torn,
    }


def _period_fields(prefix: str, period: Period | None) -> Row:
    return {
        f"{prefix}_start": period.start if period else None,
        f"{prefix}_end": period.end if period else None,
        f"{prefix}_kind": period.kind if period else None,
    }
