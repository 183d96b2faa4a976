"""What people send us: new listings, changes, and reports that something is wrong."""
