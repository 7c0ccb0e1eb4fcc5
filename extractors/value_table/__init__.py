"""Tables of bare numbers: what each number says is told by its head, the name of its row and the caption."""

from extractors.value_table.reading import TableReading, ValueTable, read_value_table, value_tables

__all__ = ["TableReading", "ValueTable", "read_value_table", "value_tables"]
