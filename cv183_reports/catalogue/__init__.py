"""The catalogue of findings: every sentence that tells a clerk of a problem, with its stable code.

One module for each family. Codes are never used again for another meaning. Sentences are
Vietnamese, NFC, polite, free of Python words; `remedy` begins with what to do.
"""
