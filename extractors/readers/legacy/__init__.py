"""Formats of older office programs, read after LibreOffice has converted them."""

from __future__ import annotations

from extractors.readers.legacy.reading import LEGACY_KINDS, legacy_pictures, legacy_reader

__all__ = ["LEGACY_KINDS", "legacy_pictures", "legacy_reader"]
