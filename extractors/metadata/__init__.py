"""The report's own data: kind, title, who submits, region, period, date, document number."""
