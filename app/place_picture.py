"""The picture of a fact or a finding: the pages or tables where its figures are printed, with the figures marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.place_making import marked_places, sheet_of_places
from extractors.picture import Mark
from pipeline.picturing.picture_process import GivenUp, NotMade, picture_process
from pipeline.source_file import SourceGone, source_file
from pipeline.whole_file import whole_file
from rules.errors import HeduiError
from rules.system_reasons import no_room, system_reason

if TYPE_CHECKING:
    from pipeline.store.connection import Store
    from pipeline.store.lookup import FactDetail, FindingDetail

Row = dict[str, Any]

_MOST_PICTURES: Final = 12
"""Pages of one finding that are drawn; a sum over many reports would fill a book."""


class PictureNotWritten(HeduiError):
    """The picture cannot be written where it was asked for: exit code 15."""

    exit_code = 15


class PictureNotDrawn(HeduiError):
    """To draw the picture takes more time or memory than it may: exit code 37."""

    exit_code = 37


def fact_picture(store: Store, detail: FactDetail, out: Path) -> list[str]:
    """Write the picture of one fact as a PNG file; returns the lines that say so.

    Raises SourceGone, PictureNotDrawn, NoChineseFont, PictureNotWritten, SettingMistake.
    """
    return _written(out, _pictures(store, [detail.fact], {detail.report["report_id"]: detail.report}, None))


def finding_picture(store: Store, detail: FindingDetail, out: Path) -> list[str]:
    """The same for all figures of a finding; the one most likely wrong is marked in red, the others in blue."""
    reports = {report["report_id"]: report for report in detail.reports}
    facts = [fact for fact in detail.facts if fact["report_id"] in reports]
    if not facts:
        return ["这个疑点没有涉及印出的数字，没有可画的位置。"]
    return _written(out, _pictures(store, facts, reports, detail.finding["suspect_fact_id"]))


def _pictures(store: Store, facts: list[Row], reports: dict[str, Row], suspect: str | None) -> list[tuple[str, bytes]]:
    by_report: dict[str, list[Mark]] = {}
    for fact in facts:
        main = suspect is None or fact["fact_id"] == suspect
        by_report.setdefault(fact["report_id"], []).append(Mark(fact["spans"], main))
    found: list[tuple[str, bytes]] = []
    for report_id, marks in by_report.items():
        report = reports[report_id]
        name = report["source_name"]
        path = source_file(store, name, report["sha256"])
        try:
            pictures = picture_process().do(marked_places, path, marks)
        except GivenUp as error:
            raise PictureNotDrawn(f"原文件 {name} 画不出来：{error.why}", error.remedy) from error
        except NotMade as error:
            raise SourceGone(f"原文件 {name} 现在读不出来：{error.advice}", "恢复读取条件后重试。") from error
        found += [(name, picture) for picture in pictures]
    return found


def _written(out: Path, pictures: list[tuple[str, bytes]]) -> list[str]:
    try:
        content = picture_process().do(sheet_of_places, pictures[:_MOST_PICTURES])
    except NotMade as error:
        raise PictureNotDrawn(f"图片拼不到一起：{error.advice}", "分别打开原文件查看。") from error
    try:
        with whole_file(out) as unfinished:
            unfinished.write_bytes(content)
    except OSError as error:
        remedy = "腾出磁盘空间后重试。" if no_room(error) else "换一个可以写入的位置后重试。"
        raise PictureNotWritten(f"图片写不到 {out}：{system_reason(error)}", remedy) from error
    left_out = len(pictures) - _MOST_PICTURES
    return [f"图片：{out}" + (f"（另有 {left_out} 页未画）" if left_out > 0 else "")]
