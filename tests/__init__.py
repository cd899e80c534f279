"""Tests: stories first, then laws.

A law has no deadline, nor has the making of its examples: how busy a machine is says
nothing about the code.
"""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "calm", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("calm")
