"""The one door to RapidOCR: where text stands on a picture, and what a line of text says, sign by sign.

The engine is loaded once in a process, with models that come in its wheel; it never asks the network. It is not safe
for threads: callers hold `ENGINE_LOCK`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Final, Protocol

import cv2
import numpy as np

from extractors.readers.scan.kept_memory import keep_freed_memory
from extractors.readers.scan.raster import Pixels

ENGINE_LOCK: Final = Lock()

_LINE_HEIGHT: Final = 48
"""Dots that the recogniser shrinks or widens a line to."""

_LEAST_WIDTH: Final = 64
_MOST_WIDTH: Final = 3200
_BATCH_COLUMNS: Final = 6000
"""Dots of width that are read at once: bounds the memory of one call."""

_SAME_WIDTH: Final = 1.15
"""How much wider than its narrowest line a batch may be."""

_BLANK: Final = 0

_MOST_THREADS: Final = 4
"""More wait for each other over pieces as small as lines of print."""

Place = tuple[float, float, float, float]
"""x0, top, x1, bottom in dots."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One character as read: `at` its middle as part (0..1) of the line's width, `sure` 0..1 the engine's trust in it,
    `rival` the digit or mark it came closest to reading instead ('' where none), `rival_sure` the trust in that."""

    char: str
    at: float
    sure: float
    rival: str = ""
    rival_sure: float = 0.0


@dataclass(frozen=True, slots=True)
class LineReading:
    """What one picture of a line says; `missed` are marks that the engine nearly read between two characters: the
    index of the character before (-1: before the first), the mark, the trust in it."""

    signs: tuple[Sign, ...]
    missed: tuple[tuple[int, str, float], ...] = ()

    @property
    def chars(self) -> str:
        return "".join(sign.char for sign in self.signs)

    @property
    def sure(self) -> float:
        """Mean trust; 0 for a line that says nothing."""
        return sum(sign.sure for sign in self.signs) / len(self.signs) if self.signs else 0.0


class Engine(Protocol):
    """What reads pictures: RapidOCR, or a recording of it."""

    def find(self, grey: Pixels) -> list[Place]:
        """Where lines of text stand on a page (grey, rows by columns)."""

    def read(self, lines: Sequence[Pixels]) -> list[LineReading]:
        """What each picture of one line (grey) says, in the same order."""


@cache
def engine() -> Engine:
    """The engine of this process, loaded at the first call."""
    return _RapidOcr()


def threads() -> int:
    """How many threads read a page: as many as the environment says to such libraries (reading processes beside each
    other have one each: a second would burn the other's core waiting), else all cores up to _MOST_THREADS."""
    said = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, min(int(said) if said.isdecimal() else _MOST_THREADS, os.cpu_count() or 1))


class _RapidOcr:
    def __init__(self) -> None:
        keep_freed_memory()
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime calls home otherwise, from when it is imported
        from rapidocr import RapidOCR  # takes a second to import, which files without scans need not pay

        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        engine: Any = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Global.text_score": 0.0,
                "Global.use_preprocess_img": False,
                "Global.use_vertical_padding": False,
                "Det.limit_side_len": 32,
                "Det.box_thresh": 0.4,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads(),
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        # The models are loaded by their first use; both are then called by themselves, without the engine's own
        # shrinking, padding and leaving out of lines that it trusts little.
        blank = np.full((_LINE_HEIGHT, 320, 3), 255, np.uint8)
        engine(blank, use_det=False, use_rec=True)
        engine(blank, use_det=True, use_rec=False)
        self._find = engine.text_det
        self._session = engine.text_rec.session
        self._alphabet: list[str] = list(engine.text_rec.postprocess_op.character)
        self._telling = np.array([index for index, char in enumerate(self._alphabet) if _is_telling(char)])

    def find(self, grey: Pixels) -> list[Place]:
        found = self._find(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
        if found.boxes is None:
            return []
        return [
            (float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 0].max()), float(box[:, 1].max()))
            for box in np.asarray(found.boxes)
        ]

    def read(self, lines: Sequence[Pixels]) -> list[LineReading]:
        readings = [LineReading(())] * len(lines)
        shaped = [_shaped(line) for line in lines]
        order = sorted(range(len(lines)), key=lambda index: shaped[index].shape[1])
        while order:
            batch = _batch([shaped[index].shape[1] for index in order])
            chosen, order = order[:batch], order[batch:]
            width = shaped[chosen[-1]].shape[1]
            stack = np.zeros((len(chosen), 3, _LINE_HEIGHT, width), dtype=np.float32)
            for row, index in enumerate(chosen):
                stack[row, :, :, : shaped[index].shape[1]] = shaped[index].astype(np.float32) / 127.5 - 1
            trust = np.asarray(self._session(stack))
            for row, index in enumerate(chosen):
                readings[index] = self._decoded(trust[row], shaped[index].shape[1] / width)
        return readings

    def _decoded(self, trust: Pixels, share: float) -> LineReading:
        """The characters that `trust` (steps by alphabet) spells; the line fills `share` of the steps."""
        best = trust.argmax(axis=1)
        steps = max(1.0, len(best) * share)
        signs: list[Sign] = []
        missed: list[tuple[int, str, float]] = []
        start = 0
        while start < len(best):
            end = start + 1
            while end < len(best) and best[end] == best[start]:
                end += 1
            run, code = trust[start:end], int(best[start])
            rivals = run[:, self._telling].max(axis=0)
            if code == _BLANK:
                place = int(rivals.argmax())
                if rivals[place] > 0.02 and not self._is_neighbour(place, best, start, end):
                    missed.append((len(signs) - 1, self._alphabet[self._telling[place]], float(rivals[place])))
            else:
                rivals[self._telling == code] = 0.0
                place = int(rivals.argmax())
                peak = run[:, code]
                middle = (start + float((peak * np.arange(end - start)).sum() / peak.sum()) + 0.5) / steps
                rival = self._alphabet[self._telling[place]] if rivals[place] > 0.02 else ""
                sure = float(peak.max())
                signs.append(Sign(self._alphabet[code], min(1.0, middle), sure, rival, float(rivals[place])))
            start = end
        return LineReading(tuple(signs), tuple(missed))

    def _is_neighbour(self, place: int, best: Pixels, start: int, end: int) -> bool:
        """Whether a mark is only the flank of the same mark, read just before or after the blank."""
        code = self._telling[place]
        return bool((start > 0 and best[start - 1] == code) or (end < len(best) and best[end] == code))


def _is_telling(char: str) -> bool:
    """Whether a character, read or not read, changes a figure."""
    return len(char) == 1 and (char.isdecimal() or char in ".．·-－—−%％‰")


def _shaped(line: Pixels) -> Pixels:
    height, width = line.shape[:2]
    wide = int(np.ceil(width * _LINE_HEIGHT / max(1, height)))
    wide = min(_MOST_WIDTH, max(8, wide))
    shrinks = height > 1.5 * _LINE_HEIGHT
    resized = cv2.resize(line, (wide, _LINE_HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    if wide >= _LEAST_WIDTH:
        return np.asarray(resized)
    return np.asarray(cv2.copyMakeBorder(resized, 0, 0, 0, _LEAST_WIDTH - wide, cv2.BORDER_CONSTANT, value=245))


def _batch(widths: Sequence[int]) -> int:
    """How many of the lines (narrowest first) are read at once."""
    count = 1
    while (
        count < len(widths)
        and widths[count] <= max(_SAME_WIDTH * widths[0], widths[0] + 32)
        and (count + 1) * widths[count] <= _BATCH_COLUMNS
    ):
        count += 1
    return count
