"""The folders of one installation: what we wrote in them, and writing whole or not at all."""
