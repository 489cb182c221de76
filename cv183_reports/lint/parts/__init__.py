"""Recognises the parts of a document: head, body, end."""
