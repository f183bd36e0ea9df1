"""Research and UN data in the tables that Our World in Data harmonised: rights, conflict, gender, forest."""
