"""Files whose inner structure is wrong, endless, twofold or leads elsewhere: each comes to its known end."""

from __future__ import annotations

import gzip
from functools import partial
from pathlib import Path

import pytest
from printing.sheet_picture import require_fonts

from hostile import office_files as office
from hostile import pdf_files, picture_files, web_files
from hostile.ends import Expected, Make, Read, outcome, require
from pipeline.reading.reading_processes import ReadingProcesses

KINDS = "pdf docx xlsx xls doc wps et ofd html txt csv png jpg tif rtf odt".split()  # noqa: SIM905 - as one reads it
NOTHING = "nothing_to_read"
CASES: dict[str, tuple[Make, Expected]] = {
    "places of objects that are wrong.pdf": (pdf_files.wrong_places, Read(2)),
    "a table of places beyond the end.pdf": (pdf_files.table_beyond_the_end, Read(2)),
    "no table of places.pdf": (pdf_files.without_places, "damaged"),
    "200,000 objects in a stream.pdf": (partial(pdf_files.packed_objects, 200_000, b"10 0 null " * 200_000), NOTHING),
    "objects that unpack to 100 MB.pdf": (partial(pdf_files.packed_objects, 1, bytes(100_000_000)), NOTHING),
    "values 100,000 deep.pdf": (partial(pdf_files.deep_values, 100_000), NOTHING),
    "a page of no size.pdf": (partial(pdf_files.page_of, b"0 0 0 0"), NOTHING),
    "a page of no measure.pdf": (partial(pdf_files.page_of, b"0 0 1e30 -1e30"), NOTHING),
    "a box of words, in a font without glyphs.pdf": (pdf_files.box_of_words, "damaged"),
    "1,000 texts of two layers at one place.pdf": (partial(pdf_files.crowded_layer, 1000), Read(2)),
    "the main part elsewhere.docx": (partial(office.main_part, "../../../../../../etc/passwd"), "damaged"),
    "a member twice.docx": (office.a_member_twice, Read(1)),
    "100,000 members.docx": (partial(office.many_members, 100_000), "too_large"),
    "words 5,000 deep.docx": (partial(office.wrapped, 5000, "w:smartTag", ""), "too_large"),
    "words 100 deep.docx": (partial(office.wrapped, 100, "w:smartTag", ""), Read(2)),
    "controls 5,000 deep.docx": (partial(office.wrapped, 5000, "w:sdt", "<w:sdtContent>"), "too_large"),
    "text boxes 50 deep.docx": (partial(office.text_boxes_in_text_boxes, 50), Read(2)),
    "5,000 fields without an end.docx": (partial(office.open_fields, 5000), Read(2)),
    "an archive of something else.docx": (lambda: gzip.compress(bytes(10_000_000)), "damaged"),
    "a text that is not there.xlsx": (
        lambda: office.sheet_of('<row r="1"><c r="A1" t="s"><v>99999</v></c><c r="B1"><v>5</v></c></row>'),
        "damaged",
    ),
    "a number format that is not there.xlsx": (office.format_missing, "damaged"),
    "1,048,575 empty rows before the text.xlsx": (
        lambda: office.sheet_of(
            "".join(f'<row r="{row}" spans="1:9" ht="15"/>' for row in range(1, 1_048_576))
            + f'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>{office.LINE}</t></is></c></row>'
        ),
        Read(2),
    ),
    "100 sheets.xlsx": (partial(office.many_sheets, 100), Read(100)),
    "no list of documents.ofd": (lambda: office.without_part(office.layout(), "OFD.xml"), "damaged"),
    "no document.ofd": (lambda: office.without_part(office.layout(), "Document.xml"), "damaged"),
    "no page.ofd": (lambda: office.without_part(office.layout_of(2), "Page_0"), "damaged"),
    "a template on itself.ofd": (office.layout_in_itself, Read(2)),
    "3,000 pages.ofd": (partial(office.layout_of, 3000), "too_large"),
    "a page elsewhere.ofd": (partial(office.page_elsewhere, "/etc/passwd"), "damaged"),
    "20,000 rules.html": (partial(web_files.many_rules, 20_000), Read(2)),
    "20,000 selectors.html": (partial(web_files.many_selectors, 20_000), Read(2)),
    "rules within 20,000 rules.html": (
        lambda: web_files.styled("@media x{" * 20_000 + ".a{display:none}" + "}" * 20_000),
        Read(2),
    ),
    "20,000 rules without an end.html": (lambda: web_files.styled("@media{a{" * 20_000), Read(2)),
    "1,000,000 cells between bars.txt": (lambda: ("|" + "5|" * 50 + "\n").encode() * 20_000, "too_large"),
    "600 pages.tif": (partial(picture_files.pages_of_a_tiff, 600), "too_large"),
    "a photo cut off.jpg": (picture_files.cut_photo, "damaged"),
} | {f"no bytes.{ending}": (bytes, "empty_file") for ending in KINDS}


@pytest.mark.parametrize("name", CASES)
def test_a_file_of_such_structure_comes_to_its_end(tmp_path: Path, processes: ReadingProcesses, name: str) -> None:
    make, expected = CASES[name]
    path = tmp_path / f"报告{Path(name).suffix}"
    path.write_bytes(make())
    require(outcome(processes, path), expected)


def test_nothing_is_unpacked_outside(tmp_path: Path, processes: ReadingProcesses) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    path = tmp_path / "报告.docx"
    path.write_bytes(office.members_elsewhere(str(outside)))
    require(outcome(processes, path), Read(2))
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("name", ["16 bits.png", "pages of all sizes.tif"])
def test_pictures_of_other_depths_and_sizes_are_read(tmp_path: Path, processes: ReadingProcesses, name: str) -> None:
    require_fonts()
    make = picture_files.sixteen_bits if name.endswith("png") else picture_files.pages_of_all_sizes
    path = tmp_path / f"报告{Path(name).suffix}"
    path.write_bytes(make())
    require(outcome(processes, path), Read(20))
