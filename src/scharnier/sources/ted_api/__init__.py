"""Notices and packages of Tenders Electronic Daily, over https."""
