"""Notices of Tenders Electronic Daily from before eForms: TED_EXPORT R2.0.8 and R2.0.9, all forms."""
