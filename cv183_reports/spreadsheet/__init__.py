"""Any workbook's bytes → Grid: what Excel shows in each cell; and the writer of new workbooks."""
