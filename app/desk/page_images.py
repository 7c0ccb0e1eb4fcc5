"""Pictures of the pages of reports without any mark on them, and the boxes of figures to be laid over them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from app.desk.page_making import drawn_page, drawn_places, printed_page
from app.desk.picture_cache import PictureCache, allowed_bytes
from app.desk.typed import number_of
from extractors.picture.signs import Run, boxes, held_by
from pipeline.picturing.picture_process import NotMade, picture_process
from pipeline.reading.version import reader_version
from pipeline.review.report_sources import ReportSource
from pipeline.source_file import SourceGone, source_file
from pipeline.store import Store
from rules.errors import HeduiError

_MOST_PAGES: Final = 100_000

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box in 0..1 of a page: `page` is the number of one of the file's own, or `d` and the number of a drawn one."""

    page: str
    x0: float
    top: float
    x1: float
    bottom: float


class NoPicture(Exception):
    """There is no picture of that page; `reason` says why, and `remedy` what to do, in Chinese."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


class PageImages:
    """Makes pictures and keeps them; those of the next finding are made ahead, by one thread."""

    def __init__(self, store: Store, cache: PictureCache) -> None:
        self._store = store
        self._cache = cache
        self._not_made: dict[tuple[str, str], NotMade] = {}
        self._ahead = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pages-ahead")

    def picture(self, source: ReportSource, page: str) -> bytes:
        """The page as a PNG file. Raises NoPicture."""
        number = number_of(page.removeprefix("d"), 0)
        if not 0 < number <= _MOST_PAGES:
            raise NoPicture("没有这一页。", "从报告或疑点的页面重新进入。")
        if page.startswith("d"):
            return self._drawn_page(source, number)[0]
        return self._cache.made(source.sha256, f"{number}.png", lambda: self._printed_page(source, number))

    def placed(self, source: ReportSource, spans: Iterable[Any]) -> list[PlacedBox]:
        """Where spans of a report's facts stand, a box for each line that they are printed in. Raises NoPicture where
        a drawing is needed that cannot be made."""
        found: list[PlacedBox] = []
        for span in spans:
            if "page" in span:
                x0, top, x1, bottom = span["box"]
                found.append(PlacedBox(str(span["page"]), x0, top, x1, bottom))
                continue
            held = held_by(span)
            page = None if held is None else self._pages(source).get(held[0])
            if page is None:
                continue
            width, height, runs = self._runs(source, page)
            found += [
                PlacedBox(f"d{page}", left / width, top / height, right / width, bottom / height)
                for left, top, right, bottom in boxes(runs, span)
            ]
        return found

    def drawn_page_count(self, source: ReportSource) -> int:
        """How many pages our own drawing of a file has, of what stands on none of its own. Raises NoPicture."""
        return max(self._pages(source).values(), default=0)

    def make_ahead(
        self, wanted: Sequence[tuple[ReportSource, Sequence[Any]]], also: Callable[[], object] = lambda: None
    ) -> None:
        """Make the pages on which the spans stand, and do what is `also` wanted, some time soon; what goes wrong is
        told when they are asked for."""
        self._ahead.submit(self._made_ahead, wanted, also)

    def close(self) -> None:
        """Make no more pictures ahead."""
        self._ahead.shutdown(wait=False, cancel_futures=True)

    def _made_ahead(self, wanted: Sequence[tuple[ReportSource, Sequence[Any]]], also: Callable[[], object]) -> None:
        try:
            also()
        except Exception:
            log.exception("what was wanted ahead failed")
        for source, spans in wanted:
            try:
                for page in {box.page for box in self.placed(source, spans)}:
                    self.picture(source, page)
            except NoPicture:
                continue
            except Exception:
                log.exception("a page could not be drawn ahead: %s", source.source_name)

    def _printed_page(self, source: ReportSource, number: int) -> bytes:
        refused = f"原文件 {source.source_name} 的第 {number} 页画不出来。"
        return self._made(source, f"{number}", refused, lambda path: picture_process().do(printed_page, path, number))

    def _drawn_page(self, source: ReportSource, number: int) -> tuple[bytes, bytes]:
        """Picture and runs of our drawing."""
        picture, places = f"d{number}.png", f"d{number}.json"
        kept, told = self._cache.get(source.sha256, picture), self._cache.get(source.sha256, places)
        if kept is not None and told is not None:
            return kept, told
        with self._cache.making(source.sha256, picture):
            kept, told = self._cache.get(source.sha256, picture), self._cache.get(source.sha256, places)
            if kept is not None and told is not None:
                return kept, told
            made = self._made(
                source,
                f"d{number}",
                f"原文件 {source.source_name} 现在画不出来。",
                lambda path: picture_process().do(drawn_page, path, source.sha256, number),
            )
            if made is None:
                raise NoPicture("没有这一页。", "从报告或疑点的页面重新进入。")
            content, told = made
            self._cache.keep(source.sha256, places, told)
            self._cache.keep(source.sha256, picture, content)
            return content, told

    def _runs(self, source: ReportSource, number: int) -> tuple[int, int, list[Run]]:
        told = self._cache.get(source.sha256, f"d{number}.json") or self._drawn_page(source, number)[1]
        width, height, found = json.loads(told)
        return (
            width,
            height,
            [Run(holder, first, tuple(edges), top, bottom) for holder, first, edges, top, bottom in found],
        )

    def _pages(self, source: ReportSource) -> dict[str, int]:
        """On which drawn page (from 1) each cell, paragraph or line stands."""

        def told() -> bytes:
            refused = f"原文件 {source.source_name} 现在读不出来。"
            return self._made(
                source, "drawn", refused, lambda path: picture_process().do(drawn_places, path, source.sha256)
            )

        found: dict[str, int] = json.loads(self._cache.made(source.sha256, "drawn.json", told))
        return found

    def _made(self, source: ReportSource, what: str, refused: str, make: Callable[[Path], T]) -> T:
        """What is made of the file; what could not be made is not tried again. Raises NoPicture."""
        key = source.sha256, what
        try:
            if (before := self._not_made.get(key)) is not None:
                raise before
            return make(self._file(source))
        except NotMade as error:
            self._not_made[key] = error
            raise NoPicture(refused, error.advice) from error
        except HeduiError as error:
            raise NoPicture(error.message, error.remedy) from error

    def _file(self, source: ReportSource) -> Path:
        try:
            return source_file(self._store, source.source_name, source.sha256)
        except SourceGone as error:
            raise NoPicture(error.message, error.remedy) from error


def page_images(store: Store, folder: Path) -> PageImages:
    """The pictures of the reports of a store, kept in a folder. Raises SettingMistake."""
    return PageImages(store, PictureCache(folder, reader_version(), allowed_bytes()))


def picture_address(report_id: str, page: str) -> str:
    """Where the desk shows a page; it changes with what pictures are made with, so browsers may keep them for good."""
    return f"/pictures/{report_id}/{page}.png?v={reader_version()}"
