"""One reader for each kind of file; `read_document` picks it by what the file is, not by its name."""
