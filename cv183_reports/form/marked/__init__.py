"""The marked copy: a unit's own form with every fault shown in it."""
