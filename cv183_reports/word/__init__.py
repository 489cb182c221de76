"""Any .docx → what Word shows: frozen facts, every property already resolved."""
