"""The desk: the month behind buttons, on a page that only this machine sees. Only here is the web library known."""
