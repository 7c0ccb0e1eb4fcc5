"""When, where and how much at once: Prefect flows over the plain stages."""
