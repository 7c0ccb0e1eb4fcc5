"""What all models share: the declarative base, the types of their columns, and the mark of internal columns."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Final

from sqlalchemy import JSON, Date
from sqlalchemy.orm import DeclarativeBase

from pipeline.store.columns import PLAIN_TEXT, DecimalText, UtcMoment

INTERNAL: Final = {"internal": True}
"""`info` of columns that serve the program and are not part of the data contract's exports."""

JSON_VALUE: Final = JSON(none_as_null=True)
"""Lists and objects; an absent one is NULL, not the JSON word null."""


class Base(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: PLAIN_TEXT,
        Decimal: DecimalText,
        date: Date,
        datetime: UtcMoment,
    }
