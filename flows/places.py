"""Where the command that starts the flows finds things, said so that the flows, which begin elsewhere, find them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.intake.remote_inbox import FETCHED_SETTING, folder_of_fetched
from pipeline.night.alert import FILE_SETTING
from pipeline.originals import FOLDER_SETTING, folder_of_originals
from pipeline.store.connection import store_address


def places_from_here(store_url: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The settings, as environment variables, that hold the place of originals, of fetched files and of the alert as
    `environment` and the store give them from this folder. None is set that would be found without.

    `store_url` has an absolute path where it is a file.
    """
    address = store_address(store_url)
    places = {
        FOLDER_SETTING: folder_of_originals(address, environment),
        FETCHED_SETTING: folder_of_fetched(address, environment),
        FILE_SETTING: Path(alert) if (alert := environment.get(FILE_SETTING, "").strip()) else None,
    }
    return {name: str(place.absolute()) for name, place in places.items() if place and not place.is_absolute()}
