"""Text files: running text, tables parted by tabs, and dumps whose cells come one after another."""

from extractors.readers.plain_text.reading import read_plain_text

__all__ = ["read_plain_text"]
