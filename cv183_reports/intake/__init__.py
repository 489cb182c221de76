"""Taking in what units send: mails, archives, folders → arrivals; what each file is; the ledger."""
