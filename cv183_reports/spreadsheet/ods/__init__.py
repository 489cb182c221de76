"""The strict reader of .ods."""
