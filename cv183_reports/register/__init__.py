"""The register, danh-muc.xlsx: who owes what, which figures are asked, who issues the documents."""

from cv183_reports.register.reader import read_register

__all__ = ["read_register"]
