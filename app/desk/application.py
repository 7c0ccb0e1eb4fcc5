"""The desk as a web application: its pages, its guard and its error pages."""

from __future__ import annotations

from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.desk import static_files
from app.desk.context import Desk, Forbidden
from app.desk.error_pages import broken_page, forbidden_page, forged_page, hedui_page, http_page
from app.desk.forms import ForgedForm
from app.desk.guard import Guard
from app.desk.kept_equations import KeptEquations
from app.desk.page_images import page_images
from app.desk.pages import (
    accounts,
    audit,
    bulk,
    corrections,
    data,
    finding,
    keys,
    metrics,
    notices,
    overview,
    pictures,
    quarantine,
    queue,
    reports,
    series,
    settings,
    sign_in,
    units,
)
from app.desk.work import Work
from rules.errors import HeduiError


def _start(request: Request) -> Response:  # noqa: ARG001 - as of endpoints
    return RedirectResponse("/queue", 303)


ROUTES: Final[tuple[Route, ...]] = (
    Route("/", _start),
    *static_files.ROUTES,
    *sign_in.ROUTES,
    *pictures.ROUTES,
    *queue.ROUTES,
    *finding.ROUTES,
    *bulk.ROUTES,
    *keys.ROUTES,
    *overview.ROUTES,
    *reports.ROUTES,
    *series.ROUTES,
    *units.ROUTES,
    *data.ROUTES,
    *quarantine.ROUTES,
    *settings.ROUTES,
    *corrections.ROUTES,
    *metrics.ROUTES,
    *notices.ROUTES,
    *audit.ROUTES,
    *accounts.ROUTES,
)
"""Every address of the desk: the pages of `app/desk/pages`, one tuple each."""


def desk_application(desk: Desk) -> Starlette:
    """The application for one store. Endpoints are plain functions: they run in threads, for the store blocks."""
    application = Starlette(
        routes=list(ROUTES),
        middleware=[Middleware(Guard, broken=broken_page, away=hedui_page, forged=forged_page)],
        exception_handlers={
            HTTPException: http_page,
            Forbidden: forbidden_page,
            ForgedForm: forged_page,
            HeduiError: hedui_page,
        },
    )
    application.state.desk = desk
    application.state.work = Work(desk.store)
    application.state.images = page_images(desk.store, desk.pictures)
    application.state.equations = KeptEquations(desk.store)
    return application
