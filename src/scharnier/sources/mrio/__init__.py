"""Read multi-regional input-output tables of many publishers into models that can be stored."""
