"""The register, danh-muc.xlsx: who owes what, which figures are asked, who issues the documents."""
