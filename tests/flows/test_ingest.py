"""The flow does what `hedui run` does, and leaves its summary in Prefect."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pipeline.export import export_tables
from pipeline.run import load, run_inbox
from pipeline.store import open_store
from pipeline.store.errors import StoreUnavailable
from pipeline.summary import RunSummary

PAGE = (
    "某某市财政局2024年5月财政收支情况\n\n2024年6月14日 来源：某某市财政局\n"
    "5月份，全市一般公共预算收入25.64亿元，同比增长4.1%。\n"
    "1-5月累计，全市一般公共预算收入140.10亿元，同比增长5%。"
    "其中，税收收入107.28亿元，同比增长4.1%；非税收入32.82亿元，同比增长8.1%。\n"
)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "收件"
    folder.mkdir()
    wrong = PAGE.replace("32.82亿元", "38.22亿元").replace("某某", "另某")  # of another city: it replaces no report
    for name, page in (("甲.txt", PAGE), ("乙.txt", wrong), ("空.txt", "")):
        (folder / name).write_text(page, encoding="utf-8")
    return folder


def exported(url: str, folder: Path) -> dict[str, str]:
    """The exported tables, without what names the run and its time."""
    store = open_store(url)
    try:
        files = export_tables(store, folder, "jsonl")
    finally:
        store.close()
    lines = {file.name: file.read_text(encoding="utf-8") for file in files}
    return {name: text for name, text in lines.items() if name in ("facts.jsonl", "items.jsonl", "findings.jsonl")}


def _originals(beside: Path) -> list[Path]:
    return [path for path in (beside / "originals").rglob("*") if path.is_file()]


def _age_originals(url: str) -> None:
    store = open_store(url)
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE originals SET kept_at = '2020-01-01 00:00:00.000000'")
    store.close()


def numbers(summary: RunSummary) -> RunSummary:
    return replace(summary, run_id="", store_url="", seconds=0.0)


@pytest.mark.usefixtures("prefect_harness")
def test_the_flow_gives_what_the_command_gives(inbox: Path, tmp_path: Path) -> None:
    from flows.ingest import ingest

    by_flow, by_command = (f"sqlite:///{tmp_path}/{name}.db" for name in ("flow", "command"))
    flow_summary = ingest(inbox=inbox, store=by_flow, batch_size=2)
    command_summary = run_inbox(inbox, by_command)
    assert numbers(flow_summary) == numbers(command_summary)
    assert flow_summary.new_reports == 2
    assert flow_summary.quarantined_now == 1
    told = exported(by_flow, tmp_path / "a")
    assert "sum" in told["findings.jsonl"]
    assert told == exported(by_command, tmp_path / "b")


@pytest.mark.usefixtures("prefect_harness")
def test_a_second_run_reads_nothing_lets_old_originals_go_and_the_artifacts_tell(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.client.orchestration import get_client

    from flows.ingest import ingest

    url = f"sqlite:///{tmp_path}/x.db"
    ingest(inbox=inbox, store=url)
    kept_first = _originals(tmp_path)
    _age_originals(url)
    monkeypatch.setenv("HEDUI_ORIGINALS_DAYS", "30")
    again = ingest(inbox=inbox, store=url)
    assert (again.new_reports, again.reread, again.unchanged) == (0, 0, 3)
    with get_client(sync_client=True) as prefect:
        kept = [str(artifact.data) for artifact in prefect.read_artifacts() if artifact.key == "hedui-summary"]
    last = next(page for page in kept if again.run_id in page)
    assert "空.txt（empty_file）" in last
    assert "| 疑点 | 错误 1 |" in last
    assert len(kept_first) == 3
    (kept_on,) = _originals(tmp_path)  # an open finding rests on it
    assert kept_on.read_bytes() == (inbox / "乙.txt").read_bytes()


@pytest.mark.usefixtures("prefect_harness")
def test_a_store_that_is_out_of_reach_for_a_moment(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import flows.ingest as flow

    url = f"sqlite:///{tmp_path}/x.db"
    loads = count(1)

    def load_while_the_server_restarts(*arguments: Any) -> None:
        if next(loads) == 2:
            raise StoreUnavailable("与数据库服务的连接中断。", "重新运行。", may_pass=True)
        load(*arguments)

    monkeypatch.setattr(flow, "load", load_while_the_server_restarts)
    monkeypatch.setattr(flow, "_PAUSES", (0.0,))
    again = flow.ingest(inbox=inbox, store=url, workers=0)
    assert (again.new_reports + again.quarantined_now, again.unchanged) == (2, 1)
    undisturbed = f"sqlite:///{tmp_path}/undisturbed.db"
    run_inbox(inbox, undisturbed, workers=0)
    assert exported(url, tmp_path / "a") == exported(undisturbed, tmp_path / "b")


@pytest.mark.usefixtures("prefect_harness")
def test_a_prefect_server_that_goes_down_at_the_end_takes_nothing_along(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx

    import flows.ingest as flow
    import flows.run_artifacts as artifacts

    def no_answer(*_: object, **__: object) -> None:
        raise httpx.ConnectError("Connection refused")

    alert = tmp_path / "告警.txt"
    alert.write_text("从前的")
    monkeypatch.setenv("HEDUI_ALERT_FILE", str(alert))
    monkeypatch.setattr(artifacts, "create_markdown_artifact", no_answer)
    (inbox / "空.txt").unlink()
    said: list[str] = []
    monkeypatch.setattr(artifacts._log, "warning", lambda words, *_: said.append(words))
    assert flow.ingest(inbox=inbox, store=f"sqlite:///{tmp_path}/x.db", workers=0).new_reports == 2
    assert "已经做完入库" in said[0]
    assert not alert.exists()


def test_nothing_is_reported_to_anybody() -> None:
    probe = (
        "import flows, prefect.settings as s, os\n"
        "print(os.environ['DO_NOT_TRACK'], s.get_current_settings().server.analytics_enabled)"
    )
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DO_NOT_TRACK"))}
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, env=quiet)
    assert done.stdout.split() == ["1", "False"]
