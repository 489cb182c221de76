"""Presentation rules (thể thức): a document's parts, the rules it is judged by, the judges."""
