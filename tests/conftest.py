"""What all tests share: how hypothesis draws its examples."""

from hypothesis import settings

# The same examples each time, so that a change is not blamed for another's; and no deadline: machines are
# shared, and speed lives in the benchmarks.
settings.register_profile("dezone", deadline=None, derandomize=True)
settings.load_profile("dezone")
