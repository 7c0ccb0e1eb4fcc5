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


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ScoreInputMissing, match=r"gold\.tsv"):
        score(tmp_path / "facts.jsonl", tmp_path / "gold.tsv", "x")


def test_a_gold_sheet_without_its_head_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gold.tsv").write_text("a\tb\n")
    (tmp_path / "facts.jsonl").write_text("")
    with pytest.raises(ScoreInputMissing, match="没有表头"):
        score(tmp_path / "facts.jsonl", tmp_path / "gold.tsv", "x")
