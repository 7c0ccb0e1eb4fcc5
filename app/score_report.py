"""The measure of exported facts against a labelled sheet, in words."""

from __future__ import annotations

import json
from typing import Final

from app.aligned import aligned
from pipeline.score import Score

_ATTRIBUTE: Final[dict[str, str]] = {
    "kind": "种类",
    "role": "性质",
    "comparator": "比较词",
    "metric": "指标",
    "period": "时间",
    "scope": "范围",
    "base": "对照",
    "item": "条目",
}


def score_lines(score: Score, *, misses: bool) -> list[str]:
    """The measure as lines; with `misses`, every quantity missed, too many, or understood otherwise."""
    rows = [
        ("", "数量：查准率", f"{score.precision:.2f}%", f"数字 {score.facts} 个"),
        ("", "数量：查全率", f"{score.recall:.2f}%", f"标注 {score.gold} 个"),
        ("", "数量：F1", f"{score.quantity_f1:.2f}%", "数值、单位、所在格都对"),
        ("", "全部含义：F1", f"{score.full_fact_f1:.2f}%", "以下各项也都对"),
        *(("", f"  {word}", f"{score.attributes[name]:.2f}%", "") for name, word in _ATTRIBUTE.items()),
    ]
    lines = [score.source, *aligned(rows, ("left", "left", "right", "left"))]
    if not score.facts:
        lines.append(f"  导出的数字里没有来自 {score.source} 的；文件名要与 source_name 一致。")
    if misses:
        lines += [f"漏掉  {line['item']} {line['column']} {line['quote']} {line['metric']}" for line in score.missed]
        lines += [f"多出  {fact['item'] or ''} {fact['column'] or ''} {fact['printed']}" for fact in score.extra]
        lines += [
            f"不同  {line['item']} {line['column']} {line['quote']}：{'、'.join(_ATTRIBUTE[name] for name in names)}"
            for line, _, names in score.wrong
        ]
    return lines


def score_json(score: Score) -> str:
    """The measure as one JSON object; shares in percent."""
    numbers = {
        "source": score.source,
        "gold": score.gold,
        "facts": score.facts,
        "quantity_precision": score.precision,
        "quantity_recall": score.recall,
        "quantity_f1": score.quantity_f1,
        "full_fact_f1": score.full_fact_f1,
    }
    return json.dumps({**numbers, **score.attributes}, ensure_ascii=False)
