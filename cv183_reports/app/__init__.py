"""What a command does, without click and without the screen: read a month, make its documents, receive, mail.

`cli` (and whatever else shows things to a person) calls these functions with plain values and shows what
they give back. What cannot go on is raised as `Stopped`; progress is a callable that is handed in.
"""
