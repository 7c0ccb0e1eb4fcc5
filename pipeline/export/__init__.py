"""Writes the curated tables as files for those who work with them elsewhere."""

from __future__ import annotations

from pipeline.export.tables import ExportFailed, export_tables

__all__ = ["ExportFailed", "export_tables"]
