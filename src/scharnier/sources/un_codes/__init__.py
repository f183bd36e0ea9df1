"""United Nations: the Harmonized System 2022 as the UN publishes it for trade statistics, and ISIC Rev. 4."""
