"""A report's form printed as a text dump, a web page, a Word file or a workbook."""
