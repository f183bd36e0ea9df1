"""Common Procurement Vocabulary 2008, as the Publications Office of the European Union publishes it for eForms."""
