"""The bureau's monthly summary: what came in, what does not fit, how the year goes."""

from pipeline.briefing.figures import MonthFigures, month_figures
from pipeline.briefing.summary_file import SummaryRefused
from pipeline.briefing.word import write_summary_template, write_word_summary
from pipeline.briefing.workbook import write_summary

__all__ = [
    "MonthFigures",
    "SummaryRefused",
    "month_figures",
    "write_summary",
    "write_word_summary",
    "write_summary_template",
]
