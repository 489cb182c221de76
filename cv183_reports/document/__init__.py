"""Our papers: Consolidated and prose → the contexts of their templates, with every name a template may use."""
