"""Measures of hedui against what people would use instead: `make bench`, see README.md."""
