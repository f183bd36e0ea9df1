"""World Input-Output Database, 2013 release: 40 countries and the rest of the world, 35 industries, 1995-2011."""
