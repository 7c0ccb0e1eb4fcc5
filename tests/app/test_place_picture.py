"""`hedui explain ID --image OUT.png`: a picture where the source is there, a reason where it is not."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hostile.pdf_files import slow_to_draw
from made_up.command import typed
from PIL import Image
from servers.small_place import files_up_to

from app.place_picture import PictureNotWritten, finding_picture
from extractors.errors import Unreadable
from extractors.picture import Mark, png
from pipeline.picturing.picture_process import PictureProcess
from pipeline.store import find_finding, open_store

pytestmark = pytest.mark.usefixtures("chinese_fonts")

PAGE = (
    "乌有市财政局2024年5月财政收支情况\n\n2024年6月14日 来源：乌有市财政局\n"
    "1-5月累计，全市一般公共预算收入140.10亿元，同比增长5%。"
    "其中，税收收入107.28亿元，同比增长4.1%；非税收入38.22亿元，同比增长8.1%。\n"
)


@pytest.fixture
def work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with an inbox that has been run, and its tables exported."""
    (tmp_path / "收件 夹" / "财政局").mkdir(parents=True)
    (tmp_path / "收件 夹" / "财政局" / "五月 简报.txt").write_text(PAGE, encoding="utf-8")
    assert typed_there(tmp_path, "run", str(tmp_path / "收件 夹")) == 0
    assert typed_there(tmp_path, "export", str(tmp_path / "out")) == 0
    capsys.readouterr()
    return tmp_path


def typed_there(work: Path, *words: str) -> int:
    """Run the command on the store of the folder."""
    return typed(*words, "--store", f"sqlite:///{work}/x.db")


def noise(_path: Path, _marks: Sequence[Mark]) -> list[bytes]:
    return [png(Image.effect_noise((600, 600), 50).convert("RGB"))]


def hang(_path: Path, _marks: Sequence[Mark]) -> list[bytes]:
    time.sleep(600)
    return []


def fill_memory(_path: Path, _marks: Sequence[Mark]) -> list[bytes]:
    return [bytes(8 << 30)]


def refuse(_path: Path, _marks: Sequence[Mark]) -> list[bytes]:
    raise Unreadable("damaged")


def end_the_process(_path: Path, _marks: Sequence[Mark]) -> list[bytes]:
    os._exit(3)


def first(work: Path, table: str) -> str:
    line = (work / "out" / f"{table}s.jsonl").read_text(encoding="utf-8").splitlines()[0]
    return str(json.loads(line)[f"{table}_id"])


@pytest.mark.parametrize("table", ["fact", "finding"])
def test_a_picture_of_a_fact_or_a_finding(work: Path, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = work / "图 片.png"
    assert typed_there(work, "explain", first(work, table), "--image", str(out)) == 0
    assert f"图片：{out}" in capsys.readouterr().out
    with Image.open(out) as picture:
        assert picture.format == "PNG"
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or ()}
    assert (255, 236, 120) in colours


def test_a_renamed_source_is_found_and_a_changed_one_only_in_the_archive(
    work: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = work / "收件 夹" / "财政局" / "五月 简报.txt"
    renamed = source.rename(source.with_name("5月.txt"))
    fact = first(work, "fact")
    out = work / "a.png"
    assert typed_there(work, "run", str(work / "收件 夹")) == 0
    assert typed_there(work, "explain", fact, "--image", str(out)) == 0
    out.unlink()
    renamed.write_text(PAGE.replace("140.10", "150.10"), encoding="utf-8")
    assert typed_there(work, "explain", fact, "--image", str(out)) == 0  # as it was taken in
    out.unlink()
    monkeypatch.setenv("HEDUI_ORIGINALS", "off")
    assert typed_there(work, "explain", fact, "--image", str(out)) == 14
    assert "找不到原文件" in capsys.readouterr().err
    assert not out.exists()


def test_a_place_that_cannot_be_written(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed_there(work, "explain", first(work, "fact"), "--image", str(work / "没有" / "a.png")) == 15
    assert "图片写不到" in capsys.readouterr().err


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[PictureProcess]:
    """In place of the program's own, one that waits for four seconds and takes a gigabyte."""
    made = PictureProcess(seconds=4.0, memory=1 << 30)
    monkeypatch.setattr("app.place_picture.picture_process", lambda: made)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (hang, "4 秒还没画完"),
        pytest.param(
            fill_memory,
            "内存超过上限",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds what a program asks for"),
        ),
        (end_the_process, "进程中断了"),
    ],
)
@pytest.mark.usefixtures("process")
def test_a_page_that_cannot_be_drawn_within_bounds_costs_its_picture_alone(
    work: Path,
    draw: Callable[[Path, Sequence[Mark]], list[bytes]],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.place_picture.marked_places", draw)
    finding = first(work, "finding")
    assert typed_there(work, "explain", finding) == 0
    explained = capsys.readouterr().out
    assert typed_there(work, "explain", finding, "--image", str(work / "a.png")) == 37
    told = capsys.readouterr()
    assert told.out == explained
    assert said in told.err
    assert "五月 简报.txt" in told.err
    assert "处理办法：请打开原文件查看" in told.err
    assert not (work / "a.png").exists()


@pytest.mark.usefixtures("process")
def test_a_real_page_made_to_be_drawn_for_ever(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "收件").mkdir()
    (tmp_path / "收件" / "五月.pdf").write_bytes(slow_to_draw(60, *PAGE.split("\n")))
    assert typed_there(tmp_path, "run", str(tmp_path / "收件")) == 0
    assert typed_there(tmp_path, "export", str(tmp_path / "out")) == 0
    assert typed_there(tmp_path, "explain", first(tmp_path, "fact"), "--image", str(tmp_path / "a.png")) == 37
    assert "五月.pdf 画不出来：画它用了 4 秒还没画完" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_any_more(
    work: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.place_picture.marked_places", refuse)
    assert typed_there(work, "explain", first(work, "fact"), "--image", str(work / "a.png")) == 14
    assert "现在读不出来：文件已损坏" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the size of files so")
def test_a_picture_for_which_there_is_no_room_leaves_the_one_before(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = work / "place" / "x.png"
    out.parent.mkdir()
    out.write_bytes(b"old")
    monkeypatch.setattr("app.place_picture.marked_places", noise)
    store = open_store(f"sqlite:///{work}/x.db")
    detail = find_finding(store, first(work, "finding"))
    assert detail is not None
    with files_up_to(100_000), pytest.raises(PictureNotWritten, match="文件超过系统允许的大小"):
        finding_picture(store, detail, out)
    store.close()
    assert {file.name: file.read_bytes() for file in out.parent.iterdir()} == {"x.png": b"old"}
