"""Presentation rules (thể thức): which set holds for a document, and what it asks."""
