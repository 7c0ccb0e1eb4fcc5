"""A head and a row as an OFD page, and a drawing that pages share."""

from __future__ import annotations

from printing.ofd import NAMESPACE, Leaf


def two_rows() -> Leaf:
    """A head and a row: 项目/本月完成 over 税收/12.5亿元, three columns, the last one empty."""
    leaf = Leaf().grid([20, 60, 120, 160], [50, 60, 70])
    return leaf.text(22, 57, "项目").text(62, 57, "本月完成").text(22, 67, "税收").text(62, 67, "12.5亿元")


def shared_drawing() -> str:
    """What a document says of the drawings that its pages share."""
    return "<ofd:DocumentRes>Res/DocumentRes.xml</ofd:DocumentRes>"


def drawing_parts(leaf: Leaf) -> dict[str, str | bytes]:
    """The part that holds what is drawn on `leaf` as such a drawing, number 8."""
    content = "".join(leaf.objects)
    return {
        "Doc_0/Res/DocumentRes.xml": f'<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res"><ofd:CompositeGraphicUnits>'
        f'<ofd:CompositeGraphicUnit ID="8" Width="210" Height="297"><ofd:Content>{content}</ofd:Content>'
        "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    }
