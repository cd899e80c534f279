"""Tests: stories first, then laws.

A law has no deadline: how busy a machine is says nothing about the code.
"""

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
