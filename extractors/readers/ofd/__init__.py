"""OFD files (GB/T 33190, the state's own format of fixed pages): what their pages show, read from zip and XML."""

from __future__ import annotations

from extractors.readers.ofd.reading import ofd_page, read_ofd

__all__ = ["ofd_page", "read_ofd"]
