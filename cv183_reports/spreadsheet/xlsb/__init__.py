"""The strict reader of .xlsb."""
