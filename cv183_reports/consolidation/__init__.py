"""Records → Consolidated: classes, indicators, against last month, trend, themes, choices."""
