"""The table of reports that are owed, as the inbox's list last said.

`comment` says in Chinese and `doc` in English what a column means; the data dictionary is made from both.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.base import JSON_VALUE, Base


class StoredOwedReport(Base):
    """A duty to report: who owes which report how often, and within how many days."""

    __tablename__ = "owed_reports"
    __table_args__ = ({"comment": "应报清单，每项应报一行"},)

    inbox: Mapped[str] = mapped_column(primary_key=True, comment="收件文件夹", doc="The inbox whose list this is.")
    position: Mapped[int] = mapped_column(primary_key=True, comment="在清单中的次序，从 0 起", doc="Place in the list.")
    unit: Mapped[str] = mapped_column(comment="报送单位", doc="The unit that owes it.")
    other_names: Mapped[list[str]] = mapped_column(JSON_VALUE, comment="又名", doc="Other names of the unit.")
    kind: Mapped[str | None] = mapped_column(comment="报告种类；空为不限", doc="Kind of the report; null for any.")
    every: Mapped[str] = mapped_column(comment="频次：month、quarter、half、year", doc="month, quarter, half or year.")
    due_days: Mapped[int] = mapped_column(comment="期后几日内报送", doc="Days after the period within which it is due.")
    first: Mapped[date] = mapped_column(comment="自何日起的期间", doc="Periods that end on or after this day.")
    last: Mapped[date | None] = mapped_column(comment="至何日止；空为不止", doc="Periods that end by this day.")
    skipped: Mapped[list[str]] = mapped_column(
        JSON_VALUE, comment="不报的期间（结束日）", doc="Periods that are not owed, by their last day."
    )
