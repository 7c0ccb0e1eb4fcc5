"""The pages of the desk, one module each, each with its `ROUTES`."""
