"""What units are asked to correct: the Word files and the record of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from app.command_line import app
from app.failures import exit_code_of
from pipeline.notices import NoticeRefused, confirmed_drafts, drafts, send, write_template_to
from pipeline.notices.sending import notice_file_name
from pipeline.review.accounts import Account
from pipeline.review.choices import Choice
from pipeline.review.decisions import decide
from pipeline.review.outcomes import Decided
from pipeline.run import run_inbox
from pipeline.store import Store, existing_store, list_findings, ranked_findings
from pipeline.store.contract import Row, table_named

NOW = datetime(2024, 7, 2, 3, 0, tzinfo=UTC)
DUE = date(2024, 7, 12)
PAGE = (
    "{unit}2024年5月财政收支情况\n\n2024年6月14日 来源：{unit}\n"
    "1-5月累计，全市一般公共预算收入140.10亿元，同比增长5%。"
    "其中，税收收入107.28亿元，同比增长4.1%；非税收入{other}亿元，同比增长8.1%。\n"
)


@pytest.fixture
def url(inbox: Path, store_url: str) -> str:
    for unit, other in (("青川市财政局", "38.22"), ("临汐市财政局", "39.22"), ("和谷市财政局", "32.82")):
        (inbox / f"{unit}.txt").write_text(PAGE.format(unit=unit, other=other), encoding="utf-8")
    run_inbox(inbox, store_url, workers=0)
    return store_url


@pytest.fixture
def opened(url: str) -> Iterator[Store]:
    store = existing_store(url)
    yield store
    store.close()


def _words(file: Path) -> str:
    document = Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _statuses(store: Store) -> list[str]:
    return sorted(row["status"] for row in list_findings(store))


def _rows(store: Store, table: str) -> list[Row]:
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(table_named(table).select()).mappings()]


def test_a_notice_for_each_unit_with_a_finding(opened: Store, tmp_path: Path) -> None:
    sent = send(opened, drafts(opened), tmp_path / "out", DUE, "张三", now=NOW)
    assert [(one.number, one.unit, one.findings) for one in sent] == [
        ("核对〔2024〕1号", "临汐市财政局", 1),
        ("核对〔2024〕2号", "青川市财政局", 1),
    ]
    words = _words(sent[1].file)
    for part in (
        "青川市财政局：",
        "核对〔2024〕2号",
        "有 1 处数字",
        "2024年7月12日",
        "38.22亿元",
        "非税收入",
        "2024年7月2日",
    ):
        assert part in words
    assert "{" not in words
    assert "39.22" not in words
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == sorted(one.file.name for one in sent)
    assert _statuses(opened) == ["notified", "notified"]
    assert {row["reason"] for row in _rows(opened, "reviews")} == {
        "核对〔2024〕1号，2024-07-12 前更正",
        "核对〔2024〕2号，2024-07-12 前更正",
    }
    assert [(row["number"], row["made_by"], row["due"]) for row in _rows(opened, "notices")] == [
        ("核对〔2024〕1号", "张三", DUE),
        ("核对〔2024〕2号", "张三", DUE),
    ]


def test_what_was_told_is_not_told_again_and_numbers_go_on(
    opened: Store, url: str, inbox: Path, tmp_path: Path
) -> None:
    send(opened, drafts(opened), tmp_path / "out", DUE, "张三", now=NOW)
    run_inbox(inbox, url, workers=0)
    assert drafts(opened) == []
    # The unit answers with other figures that cannot be true either: that is told anew.
    (inbox / "青川市财政局更正.txt").write_text(
        PAGE.format(unit="青川市财政局", other="33.33").replace("6月14日", "7月5日"), encoding="utf-8"
    )
    run_inbox(inbox, url, workers=0)
    (again,) = send(opened, drafts(opened), tmp_path / "out", DUE, "张三", now=NOW)
    assert (again.number, again.unit) == ("核对〔2024〕3号", "青川市财政局")
    next_year = send(opened, [], tmp_path / "out", DUE, "张三", now=NOW)
    assert next_year == []


def test_a_corrected_report_settles_it(opened: Store, url: str, inbox: Path, tmp_path: Path) -> None:
    send(opened, drafts(opened), tmp_path / "out", DUE, "张三", now=NOW)
    (inbox / "青川市财政局更正.txt").write_text(
        PAGE.format(unit="青川市财政局", other="32.82").replace("6月14日", "7月5日"), encoding="utf-8"
    )
    run_inbox(inbox, url, workers=0)
    assert _statuses(opened) == ["fixed", "notified"]


def test_only_what_a_person_confirmed_goes_by_itself(opened: Store) -> None:
    assert confirmed_drafts(opened) == []
    first = list_findings(opened)[0]
    decided = decide(opened, Account("李四", "李四", "reviewer"), first["finding_id"], 1, Choice("confirmed"), NOW)
    assert isinstance(decided, Decided)
    (draft,) = confirmed_drafts(opened)
    assert [entry.finding_id for entry in draft.entries] == [first["finding_id"]]


def test_a_report_that_is_missing_is_told_to_who_owes_it(inbox: Path, store_url: str, tmp_path: Path) -> None:
    (inbox / "青川市财政局.txt").write_text(PAGE.format(unit="青川市财政局", other="38.22"), encoding="utf-8")
    owed = "- {{unit: {}, every: month, due_days: 20, first: {}, last: 2024-06}}\n"
    (inbox / "应报清单.yaml").write_text(
        owed.format("青川市财政局", "2024-05") + owed.format("某县/某局", "2024-06"), encoding="utf-8"
    )
    run_inbox(inbox, store_url, workers=0)
    store = existing_store(store_url)
    sent = send(store, drafts(store, "warning"), tmp_path / "out", DUE, "张三", now=NOW)
    store.close()
    told = {one.unit: (one.findings, _words(one.file)) for one in sent}
    assert {unit: count for unit, (count, _) in told.items()} == {"某县/某局": 1, "青川市财政局": 2}
    assert "你单位有 1 份报告的报送情况需要核实，列于下表。没有报送或没有读成的请尽快补报。" in told["某县/某局"][1]
    assert "有 1 处数字需要核实，另有 1 份报告的报送情况需要核实" in told["青川市财政局"][1]
    assert "数字无误的" not in told["某县/某局"][1]


def test_what_is_overdue_comes_first(opened: Store, tmp_path: Path) -> None:
    last = list_findings(opened)[-1]["finding_id"]
    (draft,) = (draft for draft in drafts(opened) if draft.entries[0].finding_id == last)
    today = datetime.now().astimezone().date()
    send(opened, [draft], tmp_path / "out", today, "张三")
    assert [one.overdue for one in ranked_findings(opened)] == [False, False]
    with opened.writing() as connection:
        connection.execute(table_named("notices").update().values(due=today - timedelta(days=1)))
    one = ranked_findings(opened)[0]
    assert (one.finding["finding_id"], one.overdue) == (last, True)


def test_the_bureaus_own_template(opened: Store, tmp_path: Path) -> None:
    template = write_template_to(tmp_path)
    with pytest.raises(NoticeRefused, match="已经有了"):
        write_template_to(tmp_path)
    document = Document(str(template))
    document.paragraphs[0].runs[0].text = "某某局办公室 {{ unit }}"
    document.save(str(template))
    sent = send(opened, drafts(opened), tmp_path / "out", DUE, "张三", template, now=NOW)
    assert "某某局办公室 临汐市财政局" in _words(sent[0].file)


def _mistyped(template: Path) -> None:
    document = Document(str(template))
    document.paragraphs[0].runs[0].text = "{{ untt }}"
    document.save(str(template))


def _reaching_out(template: Path) -> None:
    document = Document(str(template))
    document.paragraphs[0].runs[0].text = "{{ unit.__class__.__mro__ }}"
    document.save(str(template))


def _no_word_file(template: Path) -> None:
    template.write_bytes(b"this is no Word file")


def _adding_what_cannot_be_added(template: Path) -> None:
    document = Document(str(template))
    document.paragraphs[0].runs[0].text = "{{ count + unit }}"
    document.save(str(template))


def _half_copied(template: Path) -> None:
    template.write_bytes(template.read_bytes()[:-2000])


def _damaged_inside(template: Path) -> None:
    content = template.read_bytes()
    template.write_bytes(b"")
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(template, "w") as spoilt:
        for info in whole.infolist():
            spoilt.writestr(info, whole.read(info)[: -10 if info.filename == "word/document.xml" else None])


def _a_folder(template: Path) -> None:
    template.unlink()
    template.mkdir()


@pytest.mark.parametrize(
    "spoilt",
    [
        _mistyped, _reaching_out, _no_word_file, _adding_what_cannot_be_added, _half_copied, _damaged_inside, _a_folder,
        Path.unlink,
    ],
)  # fmt: skip
def test_a_template_that_is_wrong_sends_nothing(opened: Store, tmp_path: Path, spoilt: Callable[[Path], None]) -> None:
    template = write_template_to(tmp_path)
    spoilt(template)
    with pytest.raises(NoticeRefused) as caught:
        send(opened, drafts(opened), tmp_path / "out", DUE, "张三", template, now=NOW)
    assert caught.value.exit_code == 26
    assert list((tmp_path / "out").iterdir()) == []
    assert _statuses(opened) == ["new", "new"]
    assert _rows(opened, "notices") == []


def test_two_at_once_do_not_tell_the_same_twice(opened: Store, tmp_path: Path) -> None:
    first, second = drafts(opened), drafts(opened)
    send(opened, first[:1], tmp_path / "out", DUE, "张三", now=NOW)
    sent = send(opened, second, tmp_path / "out", DUE, "李四", now=NOW)
    assert [(one.number, one.unit) for one in sent] == [("核对〔2024〕2号", "青川市财政局")]
    assert len(_rows(opened, "notice_findings")) == 2


def test_what_is_no_character_of_a_word_file_is_left_out(opened: Store, tmp_path: Path) -> None:
    (draft, *_) = drafts(opened)
    odd = replace(draft.entries[0], message="一\x00\x0b\x1f二\ufffe\ud800三", report="长" * 20_000)
    (sent,) = send(opened, [replace(draft, entries=(odd,))], tmp_path / "out", DUE, "张三", now=NOW)
    assert "一二三" in _words(sent.file)


def test_numbers_begin_anew_with_the_year(opened: Store, tmp_path: Path) -> None:
    first, second = drafts(opened)
    send(opened, [first], tmp_path / "out", DUE, "张三", now=NOW)
    later = datetime(2025, 1, 2, 3, 0, tzinfo=UTC)
    (sent,) = send(opened, [replace(second, unit="某局/某办")], tmp_path / "out", date(2025, 2, 1), "张三", now=later)
    assert (sent.number, sent.file.name) == ("核对〔2025〕1号", "核对〔2025〕1号_某局_某办.docx")


def test_a_folder_that_cannot_be_written_sends_nothing(opened: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NoticeRefused):
        send(opened, drafts(opened), tmp_path / "file" / "out", DUE, "张三", now=NOW)
    with pytest.raises(NoticeRefused, match="已经过去"):
        send(opened, drafts(opened), tmp_path / "out", date(2024, 7, 1), "张三", now=NOW)
    assert _statuses(opened) == ["new", "new"]


def test_links_that_were_put_there_lead_a_notice_nowhere(opened: Store, tmp_path: Path) -> None:
    victim, out = tmp_path / "victim.txt", tmp_path / "out"
    victim.write_text("mine")
    out.mkdir()
    name = notice_file_name("核对〔2024〕1号", "临汐市财政局")
    (out / f".{name}.part").symlink_to(victim)
    (out / name).symlink_to(tmp_path / "not there")
    sent = send(opened, drafts(opened), out, DUE, "张三", now=NOW)
    assert victim.read_text() == "mine"
    assert not (tmp_path / "not there").exists()
    assert sent[0].file == out / name
    assert not sent[0].file.is_symlink()


def test_a_notice_that_lies_there_is_not_overwritten(opened: Store, tmp_path: Path) -> None:
    there = tmp_path / "out" / "核对〔2024〕2号_青川市财政局.docx"
    there.parent.mkdir()
    there.write_text("an older one")
    with pytest.raises(NoticeRefused, match="已经有了"):
        send(opened, drafts(opened), tmp_path / "out", DUE, "张三", now=NOW)
    assert there.read_text() == "an older one"
    assert [file.name for file in there.parent.iterdir()] == [there.name]
    assert _statuses(opened) == ["new", "new"]


def test_texts_of_reports_are_text_in_the_notice(inbox: Path, tmp_path: Path) -> None:
    unit = "青川市财政局"
    (inbox / "{{ 7*7 }}<w:br>&.txt").write_text(PAGE.format(unit=unit, other="38.22"), encoding="utf-8")
    address = f"sqlite:///{tmp_path}/x.db"
    run_inbox(inbox, address, workers=0)
    store = existing_store(address)
    (sent,) = send(store, drafts(store), tmp_path / "out", DUE, "张三", now=NOW)
    assert "{{ 7*7 }}<w:br>&.txt" in _words(sent.file)


def test_the_command(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def called(*words: str) -> tuple[int, str]:
        code = exit_code_of(lambda: app(["notice", *words], standalone_mode=False))
        return code, capsys.readouterr().out

    out = str(tmp_path / "out")
    code, said = called(out, "--store", url, "--dry-run")
    assert code == 0
    assert "青川市财政局：1 处" in said
    assert not Path(out).exists()
    code, said = called(out, "--store", url, "--unit", "青川", "--by", "张三")
    assert code == 0
    assert "共 1 份" in said
    assert called(out, "--store", url, "--unit", "青川") == (0, "没有要通知的疑点。\n")
