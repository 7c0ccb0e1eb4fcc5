"""Stores in which people have worked."""

from __future__ import annotations

import pytest
from made_up.desk import JUNE, Desk
from made_up.findings import add_findings
from made_up.journal_work import ADMIN, CHOICES, FALSE, LATER, NOW, verified
from made_up.reports import report_text

from pipeline.review.accounts import add_account, disable, set_password, set_role
from pipeline.review.bulk import Frozen, decide_frozen, freeze_these
from pipeline.review.decisions import assign, comment, decide
from pipeline.review.undoing import undo
from pipeline.store import Store


@pytest.fixture
def worked(store: Store) -> Store:
    """A store in which something of every kind was done."""
    ids = add_findings(store, 5)
    add_account(store, "root", "long enough 1", "admin", "管理员", "shell", NOW)
    add_account(store, "li", "long enough 1", "reviewer", "李四", "root", NOW)
    decide(store, ADMIN, ids[0], 1, CHOICES[4], NOW)
    decide(store, ADMIN, ids[1], 1, LATER, NOW)
    assign(store, ADMIN, ids[2], 1, "li", NOW)
    frozen = freeze_these(store, ADMIN, ids[3:], NOW)
    assert isinstance(frozen, Frozen)
    decide_frozen(store, ADMIN, frozen.frozen_id, FALSE, NOW)
    undo(store, ADMIN, 3, NOW)
    comment(store, ADMIN, ids[0], "备注", NOW)
    set_role(store, "li", "approver", "root", NOW)
    set_password(store, "li", "another long 1", "root", NOW)
    disable(store, "li", "root", NOW)
    assert verified(store).broken is None
    return store


@pytest.fixture
def judged(desk: Desk) -> Desk:
    """Two units: one whose figure is over the cap, and another."""
    desk.put("一.txt", report_text("教育|current|支出|120", "医疗|current|支出|60", **JUNE))
    desk.put("二.txt", report_text("科技|current|支出|70", unit="临汐区财政局", period="2024-06"))
    desk.run(version="v")
    return desk
