"""What the pages share by which people put things right: the answer to a form, and how the work stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.desk.context import desk_of, signed_in
from app.desk.people import may
from app.desk.rendering import page
from app.desk.work import Task, work_of
from pipeline.review.mending import Wanted
from pipeline.review.mending_records import Overtaken
from pipeline.review.outcomes import Refused
from pipeline.store.contract import Row
from pipeline.store.corrected_figures import corrections_of

_SECONDS_WAITED: Final = 2.5
"""How long the answer to a form waits for the judging it asked for: mostly it is done by then."""

_SHOWN_FOR: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class WorkShown:
    """What is under way, and what ended in the last minutes with something to tell."""

    tasks: list[Task]
    ended: list[Task]

    @property
    def busy(self) -> bool:
        return bool(self.tasks)


def work_shown(request: Request) -> WorkShown:
    """How the work stands, for the template work_state.html."""
    work = work_of(request)
    since = datetime.now(UTC) - _SHOWN_FOR
    told = [task for task in work.ended() if task.asked_at > since and (task.files or task.state == "failed")]
    return WorkShown(work.tasks(), told)


def judged_soon(request: Request, wanted: Sequence[Wanted] = ()) -> Task:
    """Have these files read again and what changed judged, and wait a moment for it."""
    work = work_of(request)
    return work.wait(work.ask(signed_in(request).name, wanted), _SECONDS_WAITED)


def corrections_by_fact(request: Request, fact_ids: Collection[str]) -> dict[str, list[Row]]:
    """The corrections of facts, by fact, as the template correction_form.html takes them."""
    with desk_of(request).store.reading() as connection:
        found: dict[str, list[Row]] = {fact_id: [] for fact_id in fact_ids}
        for row in corrections_of(connection, fact_ids):
            found[row["fact_id"]].append(row)
    return found


def may_take_back(request: Request, made_by: str) -> bool:
    """Whether the person may take back what `made_by` did: one's own, or anybody's with the role for it."""
    account = signed_in(request)
    return account.name == made_by or may(account, "approver")


def status_of(outcome: Refused | Overtaken) -> int:
    """The status code of what was not done: 409 where somebody else was quicker, else 422."""
    return 409 if isinstance(outcome, Overtaken) else 422


def not_done(request: Request, outcome: Refused | Overtaken, back: str) -> Response:
    """The page that says why nothing was done."""
    return page(request, "not_done.html", status_of(outcome), message=outcome.message, back=back)


def back_to(address: str) -> Response:
    """On to a page, after a form was taken."""
    return RedirectResponse(address, 303)
