"""Many findings at once: what is decided is what was counted and seen, and all of it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from made_up.findings import add_findings
from sqlalchemy import select

from pipeline.review import bulk
from pipeline.review.accounts import Account, add_account
from pipeline.review.bulk import BulkOutcome, Frozen, decide_frozen, freeze, freeze_these
from pipeline.review.choices import Choice
from pipeline.review.decisions import assign, comment, decide
from pipeline.review.history import history
from pipeline.review.outcomes import Decided, Refused, Stale
from pipeline.review.queue import next_open, previous_open, queue_page
from pipeline.review.queue_counts import queue_counts
from pipeline.review.queue_filter import QueueFilter, filter_of
from pipeline.review.saved_filters import Saved, forget_filter, save_filter, saved_filters
from pipeline.review.undoing import Undone, undo
from pipeline.review.verification import verify
from pipeline.store import Store, ranked_findings
from pipeline.store.contract import table_named

NOW = datetime(2024, 7, 3, 9, 0, tzinfo=UTC)
TODAY = date(2024, 7, 3)
LI = Account("li", "李四", "reviewer")
CHEN = Account("chen", "陈六", "approver")
FALSE = Choice("false_positive", fault="rule")


def whole(store: Store) -> None:
    with store.reading() as connection:
        assert verify(connection).broken is None


def statuses(store: Store) -> dict[str, str]:
    findings = table_named("findings")
    with store.reading() as connection:
        return {row.finding_id: row.status for row in connection.execute(select(findings))}


def test_a_list_is_decided_as_it_was_frozen_and_undone_as_one(store: Store) -> None:
    ids = add_findings(store, 30)
    frozen = freeze(store, CHEN, QueueFilter(family="sum"), NOW)
    assert isinstance(frozen, Frozen)
    assert frozen.count == 8
    changed = ids[4]
    assert isinstance(decide(store, LI, changed, 1, Choice("confirmed"), NOW), Decided)
    outcome = decide_frozen(store, CHEN, frozen.frozen_id, FALSE, NOW)
    assert outcome == BulkOutcome(7, (changed,), 2)
    after = statuses(store)
    assert sum(status == "false_positive" for status in after.values()) == 7
    assert after[changed] == "confirmed"
    again = decide_frozen(store, CHEN, frozen.frozen_id, FALSE, NOW)
    assert isinstance(again, Refused)
    assert decide(store, LI, ids[0], 1, FALSE, NOW) == Stale("false_positive", "chen", NOW, "bulk_decide", 2)
    assert isinstance(decide(store, LI, ids[8], 2, Choice("confirmed"), NOW), Decided)
    undone = undo(store, CHEN, 2, NOW)
    assert isinstance(undone, Undone)
    assert (len(undone.finding_ids), undone.stale) == (6, (ids[8],))
    assert set(statuses(store).values()) == {"new", "confirmed"}
    whole(store)


@pytest.mark.parametrize(
    ("by", "choice", "said"),
    [
        (LI, FALSE, "权限"),
        (CHEN, Choice("corrected", value="1"), "逐个"),
        (CHEN, Choice("accepted_exception"), "清单里选"),
    ],
)
def test_what_is_not_decided_in_bulk(store: Store, by: Account, choice: Choice, said: str) -> None:
    add_findings(store, 3)
    frozen = freeze(store, CHEN, QueueFilter(), NOW)
    assert isinstance(frozen, Frozen)
    outcome = decide_frozen(store, by, frozen.frozen_id, choice, NOW)
    assert isinstance(outcome, Refused)
    assert said in outcome.message
    assert isinstance(decide_frozen(store, Account("other", "", "admin"), frozen.frozen_id, FALSE, NOW), Refused)
    assert isinstance(decide_frozen(store, CHEN, "unknown", FALSE, NOW), Refused)
    assert set(statuses(store).values()) == {"new"}


def test_lists_that_cannot_be_frozen(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = add_findings(store, 5)
    assert isinstance(freeze(store, LI, QueueFilter(), NOW), Refused)
    assert isinstance(freeze(store, CHEN, QueueFilter(unit="不存在"), NOW), Refused)
    for refused in ([*ids, "unknown"], [], [f"{n}" for n in range(10_000)], ["x"] * (bulk.MOST + 1)):
        assert isinstance(freeze_these(store, CHEN, refused, NOW), Refused)
    picked = freeze_these(store, CHEN, [ids[0], ids[0], ids[1]], NOW)
    assert isinstance(picked, Frozen)
    assert picked.count == 2
    monkeypatch.setattr(bulk, "MOST", 4)
    assert isinstance(freeze(store, CHEN, QueueFilter(), NOW), Refused)


def test_the_queue_has_the_order_of_the_list_of_findings(store: Store) -> None:
    ids = add_findings(store, 120)
    wanted = [one.finding["finding_id"] for one in ranked_findings(store)]
    pages, after = [], None
    while True:
        page = queue_page(store, QueueFilter(), after, 50, TODAY)
        pages.append(page)
        if (after := page.next) is None:
            break
    assert [row.finding_id for page in pages for row in page.rows] == wanted
    assert [page.total for page in pages] == [120] * 3
    assert queue_page(store, QueueFilter(), pages[2].before, 50, TODAY).rows == pages[1].rows
    assert queue_page(store, QueueFilter(), pages[1].before, 50, TODAY).before is None
    assert [next_open(store, QueueFilter(), each, TODAY) for each in wanted] == [*wanted[1:], wanted[0]]
    assert [previous_open(store, QueueFilter(), each, TODAY) for each in wanted] == [wanted[-1], *wanted[:-1]]
    assert next_open(store, QueueFilter(text="项目7写"), ids[7], TODAY) is None
    for odd in ("", "+unknown", "-unknown", "x", "+' OR 1=1"):
        assert queue_page(store, QueueFilter(), odd, 50, TODAY).rows == pages[0].rows


COUNTS = [
    (QueueFilter(), 38),
    (QueueFilter(status="all"), 40),
    (QueueFilter(status="deferred"), 2),
    (QueueFilter(unit="青川市第1局"), 14),
    (QueueFilter(unit="青川市第1局", month=date(2024, 2, 9)), 7),
    (QueueFilter(family="sum", severity="error"), 4),
    (QueueFilter(assignee="li"), 1),
    (QueueFilter(assignee="-"), 37),
    (QueueFilter(text="项目12写"), 1),
    (QueueFilter(text="  项目12写  第0局 "), 1),
    (QueueFilter(text="1012万元 xyz"), 0),
    (QueueFilter(text="%"), 0),
    (QueueFilter(text="青川市"), 38),  # all
    (QueueFilter(text="青川市", status="all", unit="青川市第1局", severity="error"), 6),
    (QueueFilter(text="第1局"), 14),  # some
    (QueueFilter(text="第1局", month=date(2024, 2, 9), status="deferred"), 0),
    (QueueFilter(text="第1局", report_id="r0001001"), 7),
    (QueueFilter(report_id="r0001001"), 7),
]


def test_counts_are_true_under_every_filter(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.review.queue_filter._FEW", 2)  # so that a text in 3 findings is in many
    for chosen, count in COUNTS:
        counts = queue_counts(filled, chosen, TODAY)
        assert (counts.total, queue_page(filled, chosen, None, 5, TODAY).total) == (count, count), chosen
        for name in ("unit", "month", "family", "severity", "status", "assignee"):
            for value, number in getattr(counts, name).items():
                narrowed = replace(chosen, **{name: "-" if value is None else value})
                assert queue_page(filled, narrowed, None, 1, TODAY).total == number, narrowed


@pytest.fixture
def filled(store: Store) -> Store:
    ids = add_findings(store, 40)
    add_account(store, "li", "long enough 1", "approver", "李四", "test", NOW)
    assert isinstance(assign(store, LI, ids[3], 1, "li", NOW), Decided)
    for finding_id, until in ((ids[5], date(2024, 7, 9)), (ids[6], "next_report")):
        assert isinstance(decide(store, LI, finding_id, 1, Choice("deferred", until=until), NOW), Decided)  # type: ignore[arg-type]
    return store


def test_deferred_ones_wait_again_on_their_day(filled: Store) -> None:
    later = queue_page(filled, QueueFilter(), None, 200, date(2024, 7, 9))
    assert later.total == 39
    assert [row.status for row in later.rows if row.deferred_until] == ["deferred"]


def test_what_happened_to_a_finding_is_told_in_order(filled: Store) -> None:
    assert isinstance(comment(filled, LI, "f000003", "已去电", NOW), Decided)
    assert isinstance(decide(filled, LI, "f000003", 2, FALSE, NOW), Decided)
    frozen = freeze_these(filled, LI, ["f000003", "f000004"], NOW)
    assert isinstance(frozen, Frozen)
    assert isinstance(decide_frozen(filled, LI, frozen.frozen_id, Choice("confirmed"), NOW), BulkOutcome)
    told = history(filled, "f000003")
    assert [(each.action, each.before, each.after) for each in told if each.action != "comment"] == [
        ("assign", "new", "assigned"),
        ("decide", "assigned", "false_positive"),
        ("bulk_decide", "false_positive", "confirmed"),
    ]
    assert [each.told["text"] for each in told if each.action == "comment"] == ["已去电"]
    assert history(filled, "unknown") == ()


def test_filters_are_kept_by_name(filled: Store) -> None:
    chosen = QueueFilter(unit="青川市第1局", month=date(2024, 2, 1), text="支出")
    assert save_filter(filled, LI, " 一局  二月 ", chosen, NOW) == Saved("一局 二月", chosen)
    assert isinstance(save_filter(filled, LI, "一局 二月", QueueFilter(), NOW), Saved)
    assert saved_filters(filled, LI) == [Saved("一局 二月", QueueFilter())]
    assert isinstance(save_filter(filled, LI, " ", chosen, NOW), Refused)
    assert isinstance(save_filter(filled, LI, "长" * 41, chosen, NOW), Refused)
    assert isinstance(save_filter(filled, CHEN, "x", chosen, NOW), Refused)  # no such account
    forget_filter(filled, LI, "一局 二月")
    assert saved_filters(filled, LI) == []
    assert filter_of({"month": "2024-13-01", "unit": 3, "nothing": "x"}) == QueueFilter()
