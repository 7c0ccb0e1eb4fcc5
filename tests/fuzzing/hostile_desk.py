"""A desk over reports whose names and texts are scripts, quotes and templates, with an account of each role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from desk.site import with_accounts

from app.desk.context import Desk
from app.desk.people import StoredPeople
from pipeline.run import run_inbox
from pipeline.store import open_store

MARK: Final = "hedui-mark"
"""What no page may have in a tag: it comes from reports and from requests alone."""

SCRIPT: Final = f"<script>{MARK}</script>"
ATTRIBUTE: Final = f"\"'><img src=x onerror={MARK}>"
_UNIT: Final = "清河市财政局<i onclick=hedui-mark>"
_SHEET: Final = """<h1>清河市财政局2024年6月目标进度表{script}</h1>
<table><tr><th>目标名称</th><th>考核指标</th><th>6月份进度</th><th>累计进度</th><th>累计完成工作量</th></tr>
<tr><td>一般公共预算支出{attribute}</td><td>一般公共预算支出20亿元</td><td>6月一般公共预算支出1.5亿元{{{{7*7}}}}</td>
<td>1-6月一般公共预算支出9亿元；其中民生支出6亿元，占比76.7%。{script}</td><td>45%</td></tr>
<tr><td>=HYPERLINK("x","y"){attribute}</td><td>培训{script}不少于600人次</td><td>培训80人次</td>
<td>1-6月培训320人次，完成目标的83.3%。</td><td>53.3%</td></tr></table>"""
_TEXT: Final = (
    "清河市财政局2024年5月财政收支情况{attribute}\n\n1-5月，全市一般公共预算收入{script}140.10亿元，增长5%，为预算的40.1%；"
    "其中税收收入150.2亿元，占比73.9%。民生支出55.65亿元，下降1.4%。\n"
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@contextmanager
def hostile_desk(folder: Path) -> Iterator[tuple[Desk, Path]]:
    """The desk and the file of its store, both in `folder`."""
    inbox = folder / "inbox" / _UNIT
    inbox.mkdir(parents=True)
    sheet = _SHEET.format(script=escaped(SCRIPT), attribute=escaped(ATTRIBUTE))
    (inbox / f"2024年6月{ATTRIBUTE}.html").write_text(sheet, encoding="utf-8")
    (inbox / f"2024年5月{SCRIPT.replace('/', '')}.txt").write_text(
        _TEXT.format(script=SCRIPT, attribute=ATTRIBUTE), encoding="utf-8"
    )
    (inbox / f"空{ATTRIBUTE}.txt").write_bytes(b"")
    file = folder / "desk.db"
    run_inbox(str(folder / "inbox"), f"sqlite:///{file}", workers=0)
    with_accounts(file)
    store = open_store(f"sqlite:///{file}")
    try:
        yield Desk(store, StoredPeople(store), folder / "pictures"), file
    finally:
        store.close()
