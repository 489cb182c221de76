"""What a new document says otherwise than the one a person edited was written to say."""
