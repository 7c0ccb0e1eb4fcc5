"""One reader for each kind of file; `every_kind` has all of them, and takes a while to load."""
