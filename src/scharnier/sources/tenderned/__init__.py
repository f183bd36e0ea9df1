"""Publications and yearly data sets of TenderNed, over https."""
