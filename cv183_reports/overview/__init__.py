"""tinh-hinh.html: the month as one page to look at, units × obligations, complete in itself."""
