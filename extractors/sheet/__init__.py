"""Progress sheets: from tables with heads in many words to rows with cells by role."""
