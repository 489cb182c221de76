"""Word documents: the template engine and the names a template may use."""
