"""The flows beside the nightly one do what their commands do."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.export import export_tables
from pipeline.judging.judged_state import forget_judged
from pipeline.review.accounts import Account
from pipeline.review.choices import Choice
from pipeline.review.decisions import decide
from pipeline.review.outcomes import Decided
from pipeline.run import run_inbox
from pipeline.store import existing_store, list_findings

PAGE = (
    "青川市财政局2024年5月财政收支情况\n\n2024年6月14日 来源：青川市财政局\n"
    "1-5月累计，全市一般公共预算收入140.10亿元，同比增长5%。"
    "其中，税收收入107.28亿元，同比增长4.1%；非税收入38.22亿元，同比增长8.1%。\n"
)


@pytest.mark.usefixtures("prefect_harness")
def test_what_was_taken_in_is_read_anew_judged_anew_exported_and_told_of(tmp_path: Path) -> None:
    from flows.export import export
    from flows.notify import notify
    from flows.reconcile import reconcile
    from flows.reprocess import reprocess

    inbox, url = tmp_path / "收件", f"sqlite:///{tmp_path}/x.db"
    inbox.mkdir()
    (inbox / "五月.txt").write_text(PAGE, encoding="utf-8")
    run_inbox(inbox, url, workers=0)
    with closing(existing_store(url)) as store:
        again = reprocess(inbox=inbox, store=url, workers=0)
        assert (again.reread, again.fact_changes) == (1, {})
        with store.writing() as connection:  # as after a change of rules
            connection.exec_driver_sql("UPDATE findings SET message = ''")
            forget_judged(connection)
        assert reconcile(store=url) == 1
        (finding,) = list_findings(store)
        assert "107.28亿元" in finding["message"]

        export_tables(store, tmp_path / "command")
        written = export(out=tmp_path / "flow", store=url)
        assert "findings.jsonl" in {Path(file).name for file in written}
        for file in written:
            assert Path(file).read_bytes() == (tmp_path / "command" / Path(file).name).read_bytes()

        assert notify(out=tmp_path / "notices", store=url) == []  # nobody has confirmed it
        by, now = Account("李四", "李四", "reviewer"), datetime.now(UTC)
        with store.reading() as connection:
            version = connection.exec_driver_sql("SELECT version FROM findings").scalar_one()
        assert isinstance(decide(store, by, finding["finding_id"], version, Choice("confirmed"), now), Decided)
        (notice,) = notify(out=tmp_path / "notices", store=url)
        assert Path(notice).name.endswith("青川市财政局.docx")
        assert [row["status"] for row in list_findings(store)] == ["notified"]
