"""The measure agrees with the corpus's own program, and says what is wrong with bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.reading import read_report
from extractors.report import Hints
from extractors.text import spans
from pipeline.score import ATTRIBUTES, ScoreInputMissing, score

SOURCES = ("2018-06-monthly-progress.xlsx", "2021-06-halfyear-targets.html", "2017-five-year-performance-plan.txt",
           "2022-performance-work-summary.txt")  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_same_figures_as_the_corpus_program(corpus: Path, tmp_path: Path, source: str) -> None:
    facts = tmp_path / "facts.jsonl"
    content = read_report(corpus / "docs" / source, Hints(source))
    facts.write_text("".join(json.dumps(_exported(source, fact)) + "\n" for fact in content.facts))
    gold = corpus / "gold" / (source.rsplit(".", 1)[0].removesuffix("-word") + ".tsv")
    ours = score(facts, gold, source)
    theirs = json.loads(
        subprocess.run(
            [sys.executable, corpus / "score.py", facts, gold, source, "--json"],
            capture_output=True, text=True, check=True,
        ).stdout
    )  # fmt: skip
    assert (ours.gold, ours.facts, ours.quantity_f1, ours.full_fact_f1) == (
        theirs["gold"], theirs["facts"], theirs["quantity_f1"], theirs["full_fact_f1"],
    )  # fmt: skip
    assert ours.attributes == {name: theirs[name] for name in ATTRIBUTES}


def _exported(source: str, fact) -> dict[str, object]:  # type: ignore[no-untyped-def]
    assert "".join(span["text"] for span in spans(fact.quantity)) == fact.printed
    return {
        "source_name": source, "item": fact.item, "column": fact.column, "metric": fact.metric,
        "metric_name": fact.metric_name, "kind": fact.kind, "role": fact.role, "comparator": fact.comparator,
        "value": str(fact.value), "unit": fact.unit, "printed": fact.printed, "scope": fact.scope, "base": fact.base,
        "locator": fact.locator,
        "period_start": fact.period.start.isoformat() if fact.period and fact.period.start else None,
        "period_end": fact.period.end.isoformat() if fact.period else None,
    }  # fmt: skip


def _fact(metric: str, value: str, printed: str, locator: str, **more: object) -> dict[str, object]:
    return {
        "source_name": "简报.txt", "item": None, "column": None, "metric": metric, "metric_name": metric,
        "kind": "amount", "role": "actual", "comparator": None, "value": value, "unit": "CNY", "printed": printed,
        "scope": None, "base": None, "locator": locator,
        "period_start": "2024-01-01", "period_end": "2024-06-30", **more,
    }  # fmt: skip


def test_figures_of_one_value_are_paired_by_what_they_mean(tmp_path: Path) -> None:
    heads = [
        "item",
        "column",
        "quote",
        "kind",
        "value",
        "unit",
        "comparator",
        "role",
        "metric",
        "scope",
        "period",
        "base",
    ]
    lines = [("5亿元", "5", "税收支出"), ("5亿元", "5", "税收收入"), ("7亿元", "7", "债务收入")]
    rows = [["", "", quote, "amount", value, "亿元", "eq", "actual", metric, "", "2024-01..2024-06", ""]
            for quote, value, metric in lines]  # fmt: skip
    gold, facts = tmp_path / "标注.tsv", tmp_path / "facts.jsonl"
    gold.write_text("\n".join("\t".join(row) for row in [heads, *rows]), encoding="utf-8")
    read = [
        _fact("税收收入", "500000000", "5亿元", "a"),
        _fact("税收支出", "500000000", "5亿元", "b", role="target"),
        _fact("利息", "900000000", "9亿元", "c"),
        _fact("别的文件", "1", "1元", "d", source_name="别的.txt"),
    ]
    facts.write_text("\n".join(json.dumps(fact) for fact in read), encoding="utf-8")
    found = score(facts, gold, "简报.txt")
    assert (found.gold, found.facts) == (3, 3)
    assert (found.precision, found.recall, found.quantity_f1, found.full_fact_f1) == (66.67, 66.67, 66.67, 33.33)
    assert [line["metric"] for line in found.missed] == ["债务收入"]
    assert [fact["metric"] for fact in found.extra] == ["利息"]
    assert [(line["metric"], names) for line, _, names in found.wrong] == [("税收支出", ("role",))]


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ScoreInputMissing, match=r"gold\.tsv"):
        score(tmp_path / "facts.jsonl", tmp_path / "gold.tsv", "x")


def test_a_gold_sheet_without_its_head_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gold.tsv").write_text("a\tb\n")
    (tmp_path / "facts.jsonl").write_text("")
    with pytest.raises(ScoreInputMissing, match="没有表头"):
        score(tmp_path / "facts.jsonl", tmp_path / "gold.tsv", "x")
