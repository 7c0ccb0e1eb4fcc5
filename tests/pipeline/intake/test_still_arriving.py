"""Half a file that was being written a moment ago is refused like any other, and the run says that more may come."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from printing.pdf import Sheet, pdf

from pipeline.run import run_inbox
from pipeline.summary import RunSummary
from pipeline.synth.file_kinds.office import write_docx, write_xlsx
from pipeline.synth.forms import Sheet as Form

WORDS = "某某市财政局2024年5月财政收支情况"
FORM = Form(
    title=WORDS,
    heads=("目标名称", "考核指标", "当月进度", "累计进度", "累计完成工作量"),
    rows=(("收入", "全年收入增长5%。", "5月收入1.5亿元。", "1-5月收入6.25亿元，增长4%。", "40%"),),
    categories=False,
)


def whole(folder: Path, ending: str) -> bytes:
    file = folder / f"whole{ending}"
    if ending == ".pdf":
        return pdf([Sheet().text(60, 780, "一般公共预算支出72.75亿元，增长5.5%。")])
    {".docx": write_docx, ".xlsx": write_xlsx}[ending](FORM, file)
    return file.read_bytes()


def run(inbox: Path) -> RunSummary:
    return run_inbox(inbox, f"sqlite:///{inbox.parent}/x.db", workers=0)


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".xlsx"])
@pytest.mark.parametrize("half", ["nothing", "cut", "zeros"])
def test_half_a_file(tmp_path: Path, ending: str, half: str) -> None:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    file = inbox / f"五月{ending}"
    content = whole(tmp_path, ending)
    there = content[: 0 if half == "nothing" else len(content) // 2]
    file.write_bytes(there + bytes(len(content) - len(there)) * (half == "zeros"))
    (refused,) = run(inbox).quarantine
    assert "可能还没有传完" in refused.message
    os.utime(file, (time.time() - 3600,) * 2)
    (lasting,) = run(inbox).quarantine  # the same bytes: what is kept of them says nothing of the hour
    assert lasting.reason == refused.reason
    assert "传完" not in lasting.message
    assert refused.message.startswith(lasting.message)
    file.write_bytes(content)
    done = run(inbox)
    assert (done.new_reports, done.quarantine) == (1, ())


def test_what_more_bytes_do_not_mend(tmp_path: Path) -> None:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    (inbox / "五月.pdf").write_bytes(pdf([Sheet().text(60, 780, "支出5亿元。")], encrypt=True))
    (refused,) = run(inbox).quarantine
    assert (refused.reason, "传完" in refused.message) == ("encrypted", False)
