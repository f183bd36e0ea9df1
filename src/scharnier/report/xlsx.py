"""stub"""

from scharnier.analytics.assessment import Assessment


def render_xlsx(assessment: Assessment) -> bytes:
    return b""
