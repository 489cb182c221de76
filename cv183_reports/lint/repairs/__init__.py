"""The menders: each repairs one look of a document where it stands."""
