"""The workbooks that travel: one declaration (layout); readers and writers that derive from it."""
