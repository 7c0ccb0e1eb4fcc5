"""Tables of bare numbers: what each number says is told by its head, the name of its row and the caption."""

from extractors.value_table.reading import TableReading, read_value_table, value_table_shapes

__all__ = ["TableReading", "read_value_table", "value_table_shapes"]
