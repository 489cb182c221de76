"""bien-tap.xlsx: the editor's sheet, where staff choose and reword what units said."""
