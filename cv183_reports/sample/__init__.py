"""An invented month: filled-in forms of every unit, so that the whole road can be tried and measured.

Nothing here is a fact. Every form is marked SỐ LIỆU MINH HỌA, in sight and in its hidden sheet.
"""
