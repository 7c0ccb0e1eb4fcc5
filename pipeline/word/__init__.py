"""Word files by forms of the bureau: filling them in, and their pages."""
