"""``python -m cv183_reports``: the same as ``cv183-report``, for machines whose PATH lacks the scripts folder."""

from cv183_reports.cli import main

main()
