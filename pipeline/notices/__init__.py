"""Notices (通知单): what a unit is asked to correct, a Word file each, and the record of what was sent."""

from pipeline.notices.chosen import NoticeDraft, confirmed_drafts, drafts
from pipeline.notices.sending import NoticeRefused, SentNotice, refuse_past, send, write_template_to

__all__ = [
    "NoticeDraft",
    "NoticeRefused",
    "SentNotice",
    "confirmed_drafts",
    "drafts",
    "refuse_past",
    "send",
    "write_template_to",
]
