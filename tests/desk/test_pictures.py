"""Pictures of pages: shown, kept, made once; and what is said where there is none."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.desk.context import Desk
from app.desk.page_images import NoPicture, PageImages, page_images
from app.desk.picture_cache import PictureCache, allowed_bytes
from desk.visiting import visitor
from pipeline.review.report_sources import ReportSource, report_source
from pipeline.store.contract import table_named
from rules.errors import SettingMistake

pytestmark = pytest.mark.usefixtures("chinese_fonts")

SHA = "a" * 64


def source_named(desk: Desk, ending: str) -> ReportSource:
    reports = table_named("reports")
    with desk.store.reading() as connection:
        found = connection.execute(select(reports.c.report_id).where(reports.c.source_name.endswith(ending))).scalar()
    source = report_source(desk.store, str(found))
    assert source is not None
    return source


def test_a_page_of_each_kind_of_file_is_shown(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    for ending, page in ((".pdf", "1"), (".xlsx", "d1"), (".docx", "d1"), (".html", "d1")):
        answer = client.get(f"/pictures/{source_named(read_desk, ending).report_id}/{page}.png")
        assert answer.status_code == 200, ending
        assert answer.headers["content-type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")
        assert answer.headers["cache-control"] == "private, no-cache"


def test_a_picture_needs_somebody_who_is_signed_in(read_desk: Desk) -> None:
    address = f"/pictures/{source_named(read_desk, '.pdf').report_id}/1.png"
    assert visitor(read_desk, None).get(address).status_code == 303


@pytest.mark.parametrize(
    "page",
    ["0", "99", "d99", "d0", "-1", "1e3", "..%2f..%2fdesk", "１", "dd1", "%00", "9" * 400, "9" * 5000, "%3Cscript%3E"],
)
def test_an_unknown_page_is_said_in_a_picture(read_desk: Desk, page: str) -> None:
    answer = visitor(read_desk, "viewer").get(f"/pictures/{source_named(read_desk, '.html').report_id}/{page}.png")
    assert answer.status_code == 404
    assert "<script>" not in answer.text


@pytest.mark.parametrize("report", ["..", "..%2f..%2fetc%2fpasswd", "none", "%27%20OR%201=1", "a" * 5000])
def test_an_unknown_report_is_said_in_a_picture(read_desk: Desk, report: str) -> None:
    assert visitor(read_desk, "viewer").get(f"/pictures/{report}/1.png").status_code == 404


def test_a_file_that_is_gone_is_said_and_what_was_drawn_before_stays(read_desk: Desk) -> None:
    source = source_named(read_desk, ".pdf")
    reports, files = table_named("reports"), table_named("inbox_files")
    client = visitor(read_desk, "viewer")
    assert client.get(f"/pictures/{source.report_id}/1.png").status_code == 200
    with read_desk.store.writing() as connection:
        for table in (reports, files):
            connection.execute(update(table).where(table.c.sha256 == source.sha256).values(sha256="b" * 64))
    told = client.get(f"/pictures/{source.report_id}/1.png")
    assert told.status_code == 404
    assert told.headers["content-type"].startswith("image/svg+xml")
    assert "找不到原文件" in told.text
    with read_desk.store.writing() as connection:
        for table in (reports, files):
            connection.execute(update(table).where(table.c.sha256 == "b" * 64).values(sha256=source.sha256))
        connection.execute(files.delete().where(files.c.sha256 == source.sha256))
    assert client.get(f"/pictures/{source.report_id}/1.png").status_code == 200


def test_what_is_asked_for_at_once_is_made_once(read_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    images = page_images(read_desk.store, read_desk.pictures)
    source = source_named(read_desk, ".pdf")
    made: list[int] = []
    make = PageImages._printed_page

    def counted(self: PageImages, source: ReportSource, number: int) -> bytes:
        made.append(number)
        return make(self, source, number)

    monkeypatch.setattr(PageImages, "_printed_page", counted)
    threads = [threading.Thread(target=images.picture, args=(source, "1")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_the_cache_stays_within_its_bound_and_keeps_what_was_of_use(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path, "v1", most_bytes=10_000)
    for number in range(30):
        cache.keep(f"{number:064x}", "1.png", bytes(1000))
        cache.get("0" * 64, "1.png")
    size = sum(file.stat().st_size for file in tmp_path.rglob("*.png"))
    assert 5_000 <= size <= 10_000
    assert cache.get(f"{29:064x}", "1.png") is not None
    assert cache.get(f"{2:064x}", "1.png") is None
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize(
    ("sha256", "name"), [("../etc", "1.png"), (SHA, "../../x.png"), (SHA, "1.png/.."), ("A" * 64, "1.png")]
)
def test_names_that_lead_elsewhere_are_never_places(tmp_path: Path, sha256: str, name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        PictureCache(tmp_path, "v1", 1000).get(sha256, name)


def test_without_a_folder_pictures_are_made_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = PictureCache(tmp_path / "file", "v1", 1000)
    assert cache.made(SHA, "1.png", lambda: b"picture") == b"picture"


def test_a_wrong_size_of_the_cache_is_said() -> None:
    assert allowed_bytes({"HEDUI_PICTURES_MB": "5"}) == 5_000_000
    with pytest.raises(SettingMistake, match="HEDUI_PICTURES_MB"):
        allowed_bytes({"HEDUI_PICTURES_MB": "-5"})


def test_a_drawing_that_is_not_there_is_no_fault_of_the_program(read_desk: Desk) -> None:
    images = page_images(read_desk.store, read_desk.pictures)
    with pytest.raises(NoPicture):
        images.picture(ReportSource("x", "不在.html", "c" * 64), "d1")
    assert images.placed(source_named(read_desk, ".html"), [{"line": 1, "start": 0, "end": 2, "text": "x"}]) == []
