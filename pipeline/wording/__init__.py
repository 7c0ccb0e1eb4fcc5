"""Codes, figures and places of the tables in Chinese words: for the terminal, for notices, for pages."""
