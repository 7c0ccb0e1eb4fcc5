"""Readings handed out in batches, one to a task of Prefect, while reading goes on between the tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.load_stage import LoadTally
from pipeline.reading.reading_processes import Reading


@dataclass(slots=True)
class Batch:
    """The next `left` of the `readings`. A task that is tried again goes on with the one that it could not load."""

    readings: Iterator[Reading]
    left: int
    tally: LoadTally = field(default_factory=LoadTally)
    report_ids: list[str] = field(default_factory=list)
    _under_way: Reading | None = None

    def __iter__(self) -> Iterator[Reading]:
        while self._under_way is not None or self.left > 0:
            if self._under_way is None:
                self._under_way = next(self.readings, None)
                if self._under_way is None:
                    self.left = 0
                    return
                self.left -= 1
            yield self._under_way
            self.report_ids.append(self._under_way.task.report_id)
            self._under_way = None
