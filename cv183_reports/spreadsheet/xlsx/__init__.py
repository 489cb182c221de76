"""The strict reader of .xlsx and .xlsm."""
