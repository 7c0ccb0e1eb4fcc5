"""Scripts in the name and the text of a report are words at the desk, on the page of its finding and in the queue."""

from __future__ import annotations

from pathlib import Path

from app.desk.context import Desk
from desk.people import InventedPeople
from desk.visiting import visitor
from pipeline.review.queue import queue_page
from pipeline.review.queue_filter import QueueFilter
from pipeline.run import run_inbox
from pipeline.store import open_store

SCRIPT = "<script>alert(1)<script>"
SHEET = """<h1>清河市财政局2024年6月目标进度表</h1>
<table><tr><th>目标名称</th><th>考核指标</th><th>6月份进度</th><th>累计进度</th><th>累计完成工作量</th></tr>
<tr><td>一般公共预算支出&lt;img src=x onerror=alert(1)&gt;</td><td>一般公共预算支出20亿元</td>
<td>6月一般公共预算支出1.5亿元</td>
<td>1-6月一般公共预算支出9亿元；其中民生支出6亿元，占比76.7%。"&gt;&lt;script&gt;alert(2)&lt;/script&gt;{{7*7}}</td>
<td>45%</td></tr></table>"""


def test_what_a_report_says_is_never_run(tmp_path: Path) -> None:
    folder = tmp_path / "inbox" / "清河市财政局"
    folder.mkdir(parents=True)
    (folder / f"2024年6月{SCRIPT}.html").write_text(SHEET, encoding="utf-8")
    run_inbox(str(tmp_path / "inbox"), f"sqlite:///{tmp_path / 'desk.db'}")
    store = open_store(f"sqlite:///{tmp_path / 'desk.db'}")
    client = visitor(Desk(store, InventedPeople(), tmp_path / "pictures"), "approver")
    rows = queue_page(store, QueueFilter(status="all")).rows
    assert rows
    for address in ("/queue", *(f"/findings/{row.finding_id}" for row in rows)):
        page = client.get(address).text
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
        assert ">49<" not in page, address
    shown = client.get(f"/findings/{rows[0].finding_id}").text
    assert "&lt;script&gt;alert(1)" in shown
    store.close()
