"""Makers of text dumps for tests."""
