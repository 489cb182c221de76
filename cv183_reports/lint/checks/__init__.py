"""The judges: each asks one thing of a document and its parts."""
