"""The objects of a page as pdfium hands them out: which one it is, and where it stands."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

from extractors.readers.pdf.geometry import IDENTITY, Matrix, after

Bounds = tuple[float, float, float, float]
"""Left, bottom, right, top in points of the file."""


def placed(item: Any, outer: Matrix) -> Bounds | None:
    """Where an object stands in the page; the bounds of an object within a form are those in the form."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    corners = [
        after((1.0, 0.0, 0.0, 1.0, x, y), outer)[4:]
        for x in (left.value, right.value)
        for y in (bottom.value, top.value)
    ]
    return (
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    )


def address(item: Any) -> int:
    """The object's identity, the same from whichever call it comes."""
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def matrix_of(item: Any) -> Matrix:
    """The object's own matrix."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
