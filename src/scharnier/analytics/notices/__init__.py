"""The same questions over millions of notices: Ibis on DuckDB over Parquet here, on Spark in a cluster."""
