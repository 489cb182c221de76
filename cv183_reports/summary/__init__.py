"""Workbooks that tell: tong-hop.xlsx with native charts, the list to phone, what came of what was received."""
