"""What we publish: listings, their records, rules, hours, revisions and checks."""
