"""Colours of the report: calm ink and teal for money, one ramp from sand to wine for risk, grey textures for unknown.

The ramp differs in lightness, so it holds for colour-blind readers and in grey print; light fills have an outline of at
least 3:1 on white. A test measures the contrasts.
"""

INK = "#17252f"
MUTED = "#4c5c68"
LINE = "#6b7a86"
HAIR = "#cfd7dd"
PAPER = "#ffffff"
WASH = "#f3f6f7"
ACCENT = "#0b5563"
FOCUS = "#1f6f80"

# Where a country stands: how high its highest risk ranks, or why nothing can be said.
STATES = ("top10", "top25", "priority", "lower", "unlisted", "nodata", "lumped")
RISK = {
    "top10": "#7a1538",
    "top25": "#c4502f",
    "priority": "#eba65a",
    "lower": "#f8e2bd",
    "unlisted": "#ffffff",
    "nodata": "#ffffff",
    "lumped": "#ffffff",
    "outside": "#ffffff",
}
# From the maker of what was bought to all that lies behind: dark to light, white gaps between, figures inside.
TIER = {"supplier": "#0b4a57", "tier1": "#2f7f8f", "tier2": "#8fbfc9", "tier3plus": "#d5e6ea"}
TIER_TEXT = {"supplier": PAPER, "tier1": PAPER, "tier2": INK, "tier3plus": INK}
FLOW = "#5f8391"
FLOW_TOP = "#7a1538"
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif"
