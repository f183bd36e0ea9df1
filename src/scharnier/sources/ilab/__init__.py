"""US Department of Labor, Bureau of International Labor Affairs: goods and country assessments."""
