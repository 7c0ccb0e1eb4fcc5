"""How commands end that go on until somebody ends them."""

from __future__ import annotations

import signal


def end_on_sigterm() -> None:
    """End on SIGTERM (as service managers send it) as on Ctrl-C: in order, with all that was started."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
