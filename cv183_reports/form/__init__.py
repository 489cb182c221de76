"""The workbook that travels (biểu mẫu): its declaration, the blank form, what a filled one says."""
