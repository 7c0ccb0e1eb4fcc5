"""Scans and photos: pictures of pages, read with an engine for characters."""

from __future__ import annotations

from extractors.readers.scan.document import legible, no_text, read_picture, read_rasters
from extractors.readers.scan.engine import ENGINE_LOCK, engine
from extractors.readers.scan.page import scanned_page
from extractors.readers.scan.raster import Raster

__all__ = ["ENGINE_LOCK", "Raster", "engine", "legible", "no_text", "read_picture", "read_rasters", "scanned_page"]
