"""tong-hop.xlsx: the consolidated figures of a month as a workbook, with native charts."""
