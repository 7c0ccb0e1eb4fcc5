"""Scores exported facts against a sheet of hand-read facts: how much was found, and how much of its meaning."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

import regex

from extractors.periods import month_end
from rules.errors import HeduiError

ATTRIBUTES = ("kind", "role", "comparator", "metric", "period", "scope", "base", "item")
"""What is compared of a quantity that was found in its cell."""

_SCALES = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "": 1}
_MONEY = regex.compile(r"(万亿|亿|千万|百万|万|千)?(元|美元)")
_CLOSE = Fraction(1, 10**6)

Gold = dict[str, str]
Fact = dict[str, Any]


class ScoreInputMissing(HeduiError):
    """A file to score is missing or has not the form that is asked: exit code 2."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Score:
    """Shares in percent (0..100). `missed`, `extra` and `wrong` name the single cases, for reading."""

    source: str
    gold: int
    facts: int
    precision: float
    recall: float
    quantity_f1: float
    full_fact_f1: float
    attributes: dict[str, float]
    missed: tuple[Gold, ...]
    extra: tuple[Fact, ...]
    wrong: tuple[tuple[Gold, Fact, tuple[str, ...]], ...]


def score(facts_file: Path, gold_file: Path, source: str) -> Score:
    """Compare the facts of `source` in an exported facts.jsonl with a gold sheet (tab-separated, a line a quantity).

    A quantity is found where value (to a millionth), unit and cell agree; among equal figures those with most in
    common are paired first. Facts distributed from one printed quantity count once, with the best of them. Gold
    lines of kind `*` are neither asked nor charged. Raises ScoreInputMissing.
    """
    gold = list(_gold_lines(gold_file))
    spots = _spots(facts_file, source)
    pairs, free = _paired(gold, spots)
    asked = [line for line in gold if line["kind"] != "*"]
    found = {id(line) for line, _, _ in pairs}
    used = {id(spot) for _, spot, _ in pairs} | {id(spot) for spot in free}
    charged = len(spots) - len(free)
    full = sum(all(agree.values()) for _, _, agree in pairs)
    return Score(
        source=source,
        gold=len(asked),
        facts=charged,
        precision=_percent(len(pairs), charged),
        recall=_percent(len(pairs), len(asked)),
        quantity_f1=_percent(2 * len(pairs), len(asked) + charged) if asked or charged else 100.0,
        full_fact_f1=_percent(2 * full, len(asked) + charged) if asked or charged else 100.0,
        attributes={name: _percent(sum(agree[name] for _, _, agree in pairs), len(pairs)) for name in ATTRIBUTES},
        missed=tuple(line for line in asked if id(line) not in found),
        extra=tuple(spot[0] for spot in spots if id(spot) not in used),
        wrong=tuple(
            (line, spot[0], tuple(name for name in ATTRIBUTES if not agree[name]))
            for line, spot, agree in pairs
            if not all(agree.values())
        ),
    )


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _gold_lines(file: Path) -> Iterator[Gold]:
    try:
        rows = [line.split("\t") for line in file.read_text(encoding="utf-8").split("\n")]
    except (OSError, UnicodeDecodeError) as error:
        raise ScoreInputMissing(f"标准答案读不出来：{file}", "确认路径，文件应为 UTF-8 的制表符分隔文本。") from error
    rows = [row for row in rows if row != [""] and not row[0].startswith("#") and any(cell.strip() for cell in row)]
    if not rows or "kind" not in rows[0]:
        raise ScoreInputMissing(f"标准答案没有表头：{file}", "第一行应为 item、column、quote、kind、value 等列名。")
    for row in rows[1:]:
        yield dict.fromkeys(rows[0], "") | dict(zip(rows[0], row, strict=False))


def _spots(file: Path, source: str) -> list[list[Fact]]:
    """The facts of `source`, those distributed from one printed quantity together."""
    spots: dict[object, list[Fact]] = {}
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                fact = json.loads(line)
                if fact["source_name"] == source:
                    key = (fact["locator"], fact["value"], fact["unit"], fact["kind"]) if fact["locator"] else number
                    spots.setdefault(key, []).append(fact)
    except (OSError, UnicodeDecodeError, ValueError, KeyError) as error:
        raise ScoreInputMissing(
            f"数据读不出来：{file}", "先用 hedui export 导出 jsonl，再给出其中的 facts.jsonl。"
        ) from error
    return list(spots.values())


def _paired(
    gold: list[Gold], spots: list[list[Fact]]
) -> tuple[list[tuple[Gold, list[Fact], dict[str, bool]]], list[list[Fact]]]:
    """Pairs of asked gold lines and spots, and the spots that a line of kind `*` lets go free."""
    candidates = []
    for line_number, line in enumerate(gold):
        for spot_number, spot in enumerate(spots):
            judged = [_agreement(line, fact) for fact in spot if _same_quantity(line, fact)]
            if not judged:
                continue
            agree = max(judged, key=lambda each: (each["item"], sum(each.values())))
            drift = abs(line_number - spot_number * len(gold) / max(1, len(spots)))
            rank = (line["kind"] != "*", agree["item"], sum(agree.values()), -drift)
            candidates.append((rank, line_number, spot_number, agree))
    candidates.sort(key=lambda candidate: candidate[0], reverse=True)
    pairs, free = [], []
    lines_done: set[int] = set()
    spots_done: set[int] = set()
    for _, line_number, spot_number, agree in candidates:
        line = gold[line_number]
        elsewhere = not agree["item"] and line["item"] and line["column"]
        if line_number in lines_done or spot_number in spots_done or elsewhere:
            continue
        lines_done.add(line_number)
        spots_done.add(spot_number)
        if line["kind"] == "*":
            free.append(spots[spot_number])
        else:
            pairs.append((line, spots[spot_number], agree))
    return pairs, free


def _same_quantity(line: Gold, fact: Fact) -> bool:
    try:
        value = Fraction(Decimal(str(fact["value"])))
    except (InvalidOperation, ValueError, OverflowError):
        return False
    if line["kind"] == "*":
        return line["quote"] in _plain(fact.get("printed"))
    wanted, unit = _base_value(line["value"], line["unit"])
    printed_unit = (fact.get("unit") or "").replace("³", "3").replace("µ", "μ")
    close = abs(value - wanted) <= abs(wanted) * _CLOSE
    return close and (printed_unit == unit or line["kind"] == "rank") and line["column"] in ("", fact.get("column"))


def _base_value(value: str, unit: str) -> tuple[Fraction, str]:
    """Value and unit as the store keeps them: 亿元 in yuan, ‰ in percent, 万户 in 户."""
    number = Fraction(value)
    if unit == "ratio":
        return number * 100, "%"
    if money := _MONEY.fullmatch(unit):
        return number * _SCALES[money[1] or ""], "USD" if money[2] == "美元" else "CNY"
    if unit in ("%", "百分点", "倍", ""):
        return number, "pp" if unit == "百分点" else unit
    if unit == "‰":
        return number / 10, "%"
    scale = unit[0] if unit[0] in "亿万" and len(unit) > 1 else ""
    return number * _SCALES[scale], unit[len(scale) :]


def _agreement(line: Gold, fact: Fact) -> dict[str, bool]:
    if line["kind"] == "*":
        return dict.fromkeys(ATTRIBUTES, True)
    comparators = {fact.get("comparator") or "eq", line["comparator"]}
    period = _period(line["period"])
    start_and_end = (fact.get("period_start"), fact.get("period_end"))
    return {
        "kind": fact.get("kind") == line["kind"],
        "role": not line["role"] or (fact.get("role") == "actual") == (line["role"] == "actual"),
        "comparator": len(comparators) == 1 or comparators <= {"gt", "ge"} or comparators <= {"lt", "le"},
        "metric": _named(line["metric"], fact.get("metric")) or _named(line["metric"], fact.get("metric_name")),
        "period": period is None
        or (start_and_end[1] == period[1] and (period[0] is None or start_and_end[0] == period[0])),
        "scope": not line["scope"] or fact.get("scope") == line["scope"],
        "base": not line["base"] or _named(line["base"], fact.get("base")),
        "item": not line["item"] or _named(line["item"], fact.get("item")),
    }


def _period(written: str) -> tuple[str | None, str] | None:
    """Start and end of `2018-06`, `2018-01..2018-06`, `@2018-06-30` (an instant) or `<=2018-11` (a deadline)."""
    if not written:
        return None
    if written.startswith("@"):
        return None, written[1:]
    if written.startswith("<="):
        end = written[2:]
        return None, end if len(end) == 10 else _month_end(end)
    first, _, last = written.partition("..")
    last = last or first
    start = first + {4: "-01-01", 7: "-01"}.get(len(first), "")
    end = {4: f"{last}-12-31", 7: _month_end(last) if len(last) == 7 else ""}.get(len(last), last)
    return start, end


def _month_end(year_month: str) -> str:
    year, month = map(int, year_month.split("-")[:2])
    return month_end(year, month).isoformat()


def _plain(words: str | None) -> str:
    half = "".join(chr(ord(char) - 0xFEE0) if "０" <= char <= "ｚ" else char for char in words or "")
    return regex.sub(r"[\s“”\"'《》（）()★、，,]", "", half)


def _named(gold: str, printed: str | None) -> bool:
    """Whether one of the names in `gold` (a|b) holds, or is held in, the printed name."""
    name = _plain(printed)
    wanted = [plain for plain in map(_plain, (gold or "").split("|")) if plain]
    return bool(name) and any(plain in name or (len(name) >= 2 and name in plain) for plain in wanted)
