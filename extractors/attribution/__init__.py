"""From printed quantities to facts: metric, scope, period, kind, role, comparator, base, and what is inherited."""
