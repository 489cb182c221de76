"""Vietnamese text: folding and sorting, legacy encodings, wording of dates, numbers and lists."""
