"""Drafts of e-mails (.eml): their texts, their attachments."""
