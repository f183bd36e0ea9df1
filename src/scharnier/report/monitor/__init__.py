"""The public site of the monitor: static pages in Dutch and English, charts to reuse, and all data behind them."""
