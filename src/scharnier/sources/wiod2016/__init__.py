"""World Input-Output Database, 2016 release: 43 countries and the rest of the world, 56 industries, 2000-2014."""
