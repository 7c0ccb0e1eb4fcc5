"""Style sheets and scripts: read once, addressed by their content, so that browsers keep them for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FOLDER: Final = Path(__file__).with_name("static")
_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    digest: str
    media_type: str


@cache
def _files() -> Mapping[str, _File]:
    """All of them by name: nothing else can be asked for."""
    return {
        file.name: _File(content, hashlib.sha256(content).hexdigest()[:12], _TYPES[file.suffix])
        for file in _FOLDER.iterdir()
        if file.suffix in _TYPES and (content := file.read_bytes()) is not None
    }


def static_address(name: str) -> str:
    """The address of a file of ours. Raises KeyError for one that is not there."""
    return f"/static/{name}?v={_files()[name].digest}"


async def _serve(request: Request) -> Response:
    file = _files().get(request.path_params["name"])
    if file is None:
        raise HTTPException(404)
    kept = "public, max-age=31536000, immutable" if request.query_params.get("v") == file.digest else "no-cache"
    return Response(file.content, media_type=file.media_type, headers={"cache-control": kept})


ROUTES: Final = (Route("/static/{name}", _serve, name="static"),)
