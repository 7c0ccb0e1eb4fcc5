"""The whole job on real documents: equal tables from both databases, and none changed by a second run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pipeline.export import export_tables
from pipeline.judging.frames import facts_frame
from pipeline.run import run_inbox
from pipeline.store import open_store
from pipeline.store.contract import EXPORTED_TABLES, table_named
from pipeline.summary import RunSummary

KINDS = (".docx", ".html", ".ofd", ".xlsx", ".txt")


@pytest.fixture(scope="module")
def documents(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    inbox = tmp_path_factory.mktemp("收件")
    for folder in ("docs", "real"):
        for file in sorted((corpus / folder).iterdir()):
            if file.suffix in KINDS:
                shutil.copy(file, inbox / file.name)
    shutil.copy(inbox / "mof-2017-06.txt", inbox / "又一份 6月.txt")
    return inbox


def _run(documents: Path, url: str, out: Path) -> RunSummary:
    summary = run_inbox(documents, url)
    store = open_store(url)
    export_tables(store, out)
    store.close()
    return summary


def _state(out: Path) -> dict[str, list[dict[str, object]]]:
    """The exports without what two equal states may differ in."""
    return {
        table: [
            {name: value for name, value in json.loads(line).items() if name not in {"run_id", "ingested_at"}}
            for line in (out / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for table in EXPORTED_TABLES
    }


def test_every_document_is_loaded_or_quarantined_once(
    documents: Path, tmp_path: Path, postgresql: Callable[[], str]
) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    first = _run(documents, url, tmp_path / "one")
    assert first.copies == 1
    assert first.new_reports + first.quarantined_now + first.copies == first.files_seen
    assert first.quarantine_by_reason == {}
    second = _run(documents, url, tmp_path / "two")
    assert (second.new_reports, second.reread, second.quarantined_now) == (0, 0, 0)
    assert second.unchanged == first.files_seen - first.copies
    for table in EXPORTED_TABLES:
        name = f"{table}.jsonl"
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), table
    _run(documents, postgresql(), tmp_path / "three")
    assert _state(tmp_path / "three") == _state(tmp_path / "one")


def test_sums_of_fen_are_exact(documents: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    run_inbox(documents, url)
    store = open_store(url)
    facts = table_named("facts")
    with store.reading() as connection:
        total = connection.execute(select(func.sum(facts.c.amount_fen))).scalar()
    frame = facts_frame(store)
    yuan = [value for value, unit in zip(frame["value"], frame["unit"], strict=True) if unit == "CNY"]
    whole = [value for value in yuan if value * 100 == int(value * 100)]
    assert len(whole) > 50
    assert total == int(sum(whole, Decimal(0)) * 100)
    store.close()
