"""Consolidated → sentences: one module for each section of the monthly report, none printed empty."""
