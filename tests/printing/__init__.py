"""Makers of small files for tests, in the kinds that readers take."""
