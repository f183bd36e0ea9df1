"""National input-output tables in the long layout of the iotables collection, as models of one region."""
