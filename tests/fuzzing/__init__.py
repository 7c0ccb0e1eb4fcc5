"""Inputs that nobody wrote: mutated files, texts of torn pieces, requests that no page sends; see `make fuzz`."""
