"""The reviewers' desk: pages for those who work through the findings, rendered on the server, nothing from outside."""
