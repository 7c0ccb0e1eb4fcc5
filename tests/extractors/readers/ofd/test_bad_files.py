"""OFD files that are locked, spoilt, endless or oddly named: read, or refused with a reason."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from printing.ofd import NAMESPACE, Leaf, ofd, page_xml
from printing.two_rows import EXPECTED, cells
from printing.two_rows_in_ofd import shared_drawing, two_rows

from extractors.errors import Unreadable
from extractors.readers.every_kind import read_document


def test_names_written_otherwise_than_they_are_referred_to(tmp_path: Path) -> None:
    leaf = two_rows()
    path = tmp_path / "报告.ofd"
    document_xml = (
        f'<Document xmlns="{NAMESPACE}"><CommonData><PageArea><PhysicalBox>5 5 210 297</PhysicalBox></PageArea>'
        r'</CommonData><Pages><Page ID="1" BaseLoc="/Doc_0\pages\PAGE_0/content.xml"/></Pages></Document>'
    )
    path.write_bytes(ofd([leaf], parts={"Doc_0/Document.xml": document_xml}))
    assert cells(read_document(path)) == EXPECTED


ENTITIES = f'<!DOCTYPE x [<!ENTITY a "99">]><ofd:Page xmlns:ofd="{NAMESPACE}"/>'
NEST = (
    f'<ofd:Res xmlns:ofd="{NAMESPACE}"><ofd:CompositeGraphicUnits>'
    + "".join(
        f'<ofd:CompositeGraphicUnit ID="{at}"><ofd:Content>'
        + f'<ofd:CompositeObject ResourceID="{at + 1}" Boundary="0 0 9 9"/>' * 40
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for at in range(8, 20)
    )
    + "</ofd:CompositeGraphicUnits></ofd:Res>"
)


@pytest.mark.parametrize(
    ("leaf", "options", "reason"),
    [
        pytest.param(two_rows(), {"parts": {"Encryptions.xml": "<a/>"}}, "encrypted", id="encrypted"),
        pytest.param(two_rows(), {"parts": {"OFD.xml": "<OFD/>"}}, "damaged", id="no document named"),
        pytest.param(two_rows(), {"parts": {"Doc_0/Document.xml": "<Document/>"}}, "damaged", id="no page"),
        pytest.param(two_rows(), {"parts": {"Doc_0/Pages/Page_0/Content.xml": "<x"}}, "damaged", id="broken XML"),
        pytest.param(two_rows(), {"parts": {"Doc_0/Pages/Page_0/Content.xml": ENTITIES}}, "damaged", id="entities"),
        pytest.param(
            two_rows(), {"parts": {"Doc_0/Pages/Page_0/Content.xml": b" " * (65 * 1024**2)}}, "too_large",
            id="zip bomb",
        ),
        pytest.param(
            Leaf().drawn('<ofd:CompositeObject ResourceID="8" Boundary="0 0 9 9"/>'),
            {"common": shared_drawing(), "parts": {"Doc_0/Res/DocumentRes.xml": NEST}},
            "too_large",
            id="drawings within drawings",
        ),
        pytest.param(Leaf().text(20, 50, "5" * 200_001, 1.0, delta="0.0001"), {}, "too_large", id="endless line"),
        pytest.param(Leaf(), {}, "nothing_to_read", id="blank"),
        pytest.param(Leaf(1e300, 1e300).text(20, 50, "收入5亿元"), {}, None, id="a page beyond all measure"),
        pytest.param(Leaf().text(20, 50, "收入5亿元", CTM="nan 0 0 inf 0 0"), {}, "nothing_to_read", id="no matrix"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_its_reason(
    tmp_path: Path, leaf: Leaf, options: dict[str, object], reason: str | None
) -> None:
    path = tmp_path / "报告.ofd"
    path.write_bytes(ofd([leaf], **options))  # type: ignore[arg-type]
    if reason is None:
        assert read_document(path).blocks
        return
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert caught.value.reason == reason


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_changed_in_the_xml_the_file_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(page_xml(two_rows().text(20, 90, "共12户", CTM="1 0 0 1 0 0")).encode())
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(content))
        match chance.randrange(3):
            case 0:
                content[at] = chance.choice(b'0123456789 .-gMLCBA"<>/eE')
            case 1:
                del content[at : at + chance.randrange(1, 30)]
            case _:
                content[at:at] = content[at : at + chance.randrange(1, 30)]
    path = tmp_path / "报告.ofd"
    path.write_bytes(ofd([two_rows(), two_rows()], parts={"Doc_0/Pages/Page_1/Content.xml": bytes(content)}))
    try:
        document = read_document(path)
    except Unreadable as error:
        assert error.reason == "damaged"  # noqa: PT017 - whether it is depends on where the change fell
    else:
        assert cells(document)[:2] == EXPECTED


def test_a_file_cut_in_half_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "报告.ofd"
    content = ofd([two_rows()])
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert caught.value.reason == "damaged"
