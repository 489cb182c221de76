"""The engine of templates: .docx and .txt with tags in, rendered out. Knows nothing of this domain."""
