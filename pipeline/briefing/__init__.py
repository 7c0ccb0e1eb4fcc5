"""The bureau's monthly summary: what came in, what does not fit, how the year goes."""

from pipeline.briefing.figures import MonthFigures, month_figures
from pipeline.briefing.workbook import SummaryRefused, write_summary

__all__ = ["MonthFigures", "SummaryRefused", "month_figures", "write_summary"]
