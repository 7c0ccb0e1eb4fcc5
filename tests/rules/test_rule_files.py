"""Every rule file is loaded before any work."""

from __future__ import annotations

from pathlib import Path

import pytest

import rules
from pipeline.run import run_inbox
from rules import metrics
from rules.errors import RuleMistake
from rules.rule_files import RULE_FILES, checked_rule_files


def test_all_are_right_and_counted() -> None:
    assert [name for name, _ in checked_rule_files()] == [kind.name for kind in RULE_FILES]


def test_no_rule_file_is_forgotten() -> None:
    folder = Path(rules.__file__).parent
    kinds = {file if file.parent.name != "checks" else file.parent for file in folder.rglob("*.yaml")}
    assert len(kinds) == len(RULE_FILES)


def test_a_mistake_stops_a_run_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tmp_path / "metrics.yaml"
    wrong.write_text("- nonsense: 1\n", encoding="utf-8")
    monkeypatch.setattr(metrics, "METRICS_FILE", wrong)
    metrics.catalogue.cache_clear()
    try:
        with pytest.raises(RuleMistake) as caught:
            run_inbox(tmp_path, f"sqlite:///{tmp_path}/x.db")
    finally:
        monkeypatch.undo()
        metrics.catalogue.cache_clear()
    assert caught.value.exit_code == 3
    assert "metrics.yaml" in caught.value.message
    assert not (tmp_path / "x.db").exists()
