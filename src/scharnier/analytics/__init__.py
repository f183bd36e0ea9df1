"""The same questions over whole portfolios: from a purchase ledger to an assessment."""
