"""The monitor of ISV: where the conditions should be, where that is visible, and what is known of what came of it."""
