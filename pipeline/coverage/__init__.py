"""Who owes which report by when, and who has submitted it."""
