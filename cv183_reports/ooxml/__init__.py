"""The files that Office keeps: zip, XML, parts and their relationships; no meaning yet."""
