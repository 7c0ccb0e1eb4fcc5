"""Makes reports of units that do not exist, with the exact truth beside them: test data for rules and readers."""

from __future__ import annotations

from pipeline.synth.archive import FILE_KINDS, Archive, make_archive
from pipeline.synth.report import FileKind
from pipeline.synth.writing import write_archive

__all__ = ["FILE_KINDS", "Archive", "FileKind", "make_archive", "write_archive"]
