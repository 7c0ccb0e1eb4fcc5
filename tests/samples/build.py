"""Makes the sample reports: `PYTHONPATH=tests python -m samples.build data/raw` (chromium prints the PDF files)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from samples.catalogue import SAMPLES, SampleFile

from pipeline.synth.file_kinds.office import write_docx, write_xlsx
from pipeline.synth.file_kinds.text_dump import text_dump
from pipeline.synth.file_kinds.web_page import html_page


def build(sample: SampleFile, inbox: Path) -> Path:
    """Write one sample below `inbox` and return its path. PDF raises FileNotFoundError where chromium is absent."""
    file = inbox / sample.name
    file.parent.mkdir(parents=True, exist_ok=True)
    match file.suffix:
        case ".txt":
            file.write_text(text_dump(sample.form), encoding="utf-8", newline="\n")
        case ".html":
            file.write_text(html_page(sample.form), encoding="utf-8", newline="\n")
        case ".docx":
            write_docx(sample.form, file)
        case ".xlsx":
            write_xlsx(sample.form, file)
        case ".pdf":
            _print_pdf(html_page(sample.form), file)
        case suffix:
            raise ValueError(f"no sample can be made as {suffix}")
    if sample.cut_short:
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2])
    return file


def _print_pdf(page: str, file: Path) -> None:
    browser = shutil.which("chromium")
    if browser is None:
        raise FileNotFoundError("chromium is needed to print PDF files")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        printed = Path(folder) / "page.pdf"
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run([*command, f"--print-to-pdf={printed}", source.as_uri()], check=True, capture_output=True)
        file.write_bytes(printed.read_bytes())


if __name__ == "__main__":
    for each in SAMPLES:
        print(build(each, Path(sys.argv[1])))
