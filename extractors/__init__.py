"""One file in, one Document, then Facts: pure functions, no database and no scheduler."""
