"""What a reading process logs is written where the run is, whole, and nowhere else."""

from __future__ import annotations

import logging
import pickle

import pytest

from pipeline.reading.kept_logs import with_logs_kept, write_kept_logs

log = logging.getLogger("extractors.readers.docx")


def work(name: str) -> int:
    log.info("%s is read", name)
    try:
        raise ValueError("cut off")
    except ValueError:
        log.warning("%s is damaged", name, exc_info=True)
    return len(name)


def test_logs_come_with_the_result_and_can_travel() -> None:
    result, lines = pickle.loads(pickle.dumps(with_logs_kept(work, "甲.docx")))
    assert result == 6
    assert [(line.logger, line.level) for line in lines] == [("extractors.readers.docx", logging.WARNING)]
    assert lines[0].message.startswith("甲.docx is damaged\nTraceback")
    assert lines[0].message.endswith("ValueError: cut off")


def test_nothing_is_written_meanwhile(capsys: pytest.CaptureFixture[str]) -> None:
    with_logs_kept(work, "甲.docx")
    assert capsys.readouterr() == ("", "")


def test_they_are_written_where_the_run_is(caplog: pytest.LogCaptureFixture) -> None:
    _, lines = with_logs_kept(work, "甲.docx")
    write_kept_logs(lines)
    assert [(record.name, record.levelno) for record in caplog.records] == [(log.name, logging.WARNING)]


def test_handlers_are_as_before_even_after_a_failure() -> None:
    before = logging.getLogger().handlers[:]
    with pytest.raises(ZeroDivisionError):
        with_logs_kept(lambda: 1 // 0)
    assert logging.getLogger().handlers == before
