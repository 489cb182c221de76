"""Judges submissions: `judgement` one file by itself, `batch` all files of a period together."""
