"""When, where and how much at once: Prefect flows around the plain stages. Nothing leaves the machine.

Prefect reads its settings when it is first imported; they are set here, before any module of this floor can import it.
"""

import os

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
# What the stages warn of stands in Prefect's log of the run, with the task in which it was.
os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "extractors,pipeline,rules")
os.environ.setdefault("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")
# A flow that is called from Python without a server starts one of its own; slow machines need longer than 20 seconds.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
