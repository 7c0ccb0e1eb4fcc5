"""Pictures of the pages of reports: browsers keep them for good, their address tells what they were made with."""

from __future__ import annotations

from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.desk.context import desk_of, images_of, signed_in
from app.desk.page_images import NoPicture
from app.desk.words import words_of
from pipeline.reading.version import reader_version
from pipeline.review.report_sources import report_source


def _show(request: Request) -> Response:
    signed_in(request)
    source = report_source(desk_of(request).store, request.path_params["report_id"])
    if source is None:
        return _instead(request, "没有这份报告。", "从报告或疑点的页面重新进入。")
    try:
        content = images_of(request).picture(source, request.path_params["page"])
    except NoPicture as error:
        return _instead(request, error.reason, error.remedy)
    ours = request.query_params.get("v") == reader_version()
    kept = "private, max-age=31536000, immutable" if ours else "private, no-cache"
    return Response(content, media_type="image/png", headers={"cache-control": kept})


def _instead(request: Request, reason: str, remedy: str) -> Response:
    """A picture that says why there is no other."""
    words = words_of(request)
    lines = "".join(
        f'<text x="20" y="{40 + 30 * at}" font-size="{18 if at == 0 else 15}" fill="#1c2733">{escape(line)}</text>'
        for at, line in enumerate(_wrapped(words(reason)) + _wrapped(words(remedy)))
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="240" viewBox="0 0 900 240" '
        'font-family="sans-serif">'
        f'<rect width="900" height="240" fill="#fff4dd"/>{lines}</svg>'
    )
    return Response(svg, 404, media_type="image/svg+xml")


def _wrapped(text: str, width: int = 46) -> list[str]:
    plain = "".join(char if char.isprintable() else "\ufffd" for char in text)
    return [plain[at : at + width] for at in range(0, len(plain), width)][:3]


ROUTES: Final = (Route("/pictures/{report_id}/{page}.png", _show),)
