"""The reader of .xls, by xlrd within the bounded worker."""
