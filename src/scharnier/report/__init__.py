"""What goes out: HTML, PDF, XLSX, JSON, charts. Renders, never decides."""
