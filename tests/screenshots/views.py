"""What the pictures of the desk show: who looks at which page, and what is pressed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from tutorial.shown import SHOWN

from app.desk.people import Role

Who = Role | Literal["demo"]
"""An account of a role, or the user for trying out."""

BULK: Final = "button:text('成批处理这')"
"""Of the queue: fixes a list, and leads to its page."""

SERIES: Final = "/series?unit=霁州市财政局&metric=一般公共预算收入&scope=全市&region=霁州市&year=2024"


@dataclass(frozen=True)
class View:
    """The picture `name` of the page at `address`, as `who` sees it.

    `{first}`, `{two}`, `{report}` and `{fact}` in the address are ids of what the samples hold; `key` is pressed there,
    `click` (a selector) clicked; `worked`: after a morning's work.
    """

    name: str
    who: Who
    address: str
    key: str = ""
    click: str = ""
    worked: bool = False

    @property
    def leads_to(self) -> str | None:
        """The address (with `*` for what varies) of another page that comes of it."""
        return {"1": "**done=*", BULK: "**/bulk/*"}.get(self.key or self.click)


VIEWS: Final = (
    *(View(f"tutorial-{shown.name}", "demo", shown.address, key=shown.key) for shown in SHOWN),
    View("desk-queue", "approver", "/queue"),
    View("desk-finding", "reviewer", "/findings/{two}"),
    View("desk-exception", "reviewer", "/findings/{two}", key="3"),
    View("desk-keys", "reviewer", "/findings/{two}", key="?"),
    View("desk-bulk", "approver", "/queue", click=BULK),
    View("desk-overview", "viewer", "/overview?month=2024-05"),
    View("desk-unit", "viewer", "/units/青澜市财政局"),
    View("desk-series", "viewer", SERIES),
    View("desk-reports", "viewer", "/reports"),
    View("desk-report", "viewer", "/reports/{report}"),
    View("desk-figure", "viewer", "/facts/{fact}"),
    View("desk-data", "viewer", "/data"),
    View("desk-table", "viewer", "/data/monthly?field=unit&value=霁州市财政局"),
    View("desk-quarantine", "approver", "/quarantine"),
    View("desk-metrics", "admin", "/metrics"),
    View("desk-accounts", "admin", "/accounts"),
    View("desk-notices", "approver", "/notices", click="main summary", worked=True),
    View("desk-audit", "approver", "/audit", worked=True),
)
"""In the order in which they are taken."""
