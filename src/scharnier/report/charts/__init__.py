"""The pictures of the report: functions that take figures and words and return one SVG element as text.

Drawn by hand and not by a chart library: textures for 'unknown', a chain flow and a tagged PDF need control over every
mark, and a whole report takes milliseconds.
"""
