"""When, where and how much at once: Prefect flows around the plain stages. Nothing leaves the machine.

Prefect reads its settings when it is first imported; they are set here, before any module of this floor can import it.
"""

import os

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
