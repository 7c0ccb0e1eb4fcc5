"""Files that other programs print: a browser, LibreOffice. A test is skipped where they are not installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from extractors import libreoffice


def converted(source: Path, target: str, folder: Path) -> Path:
    """`source` as LibreOffice writes it in the format `target`."""
    if libreoffice.program() is None:
        pytest.skip("LibreOffice is not installed")
    return libreoffice.convert(source, target, folder)


def printed_by_browser(page: Path, folder: Path) -> Path:
    """A web page as chromium prints it."""
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("chromium is not installed")
    out = folder / "printed.pdf"
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run([*command, f"--print-to-pdf={out}", page.as_uri()], check=True, capture_output=True, timeout=120)
    return out
