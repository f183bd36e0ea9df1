"""The Dutch international social conditions (ISV): must, may or need a tender carry them, and does it show them?"""
