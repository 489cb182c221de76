"""Taking in what units send: where files lie, and what each one is."""
