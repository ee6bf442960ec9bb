"""One reader a source; each takes opened archives and yields `pipeline.terms.entry.Entry`."""
