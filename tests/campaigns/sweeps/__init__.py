"""What a sweep goes through without losing a patient: kills, signals, full disks, damage, poison.

Each module is a command, `python -m tests.campaigns.sweeps.kills --n 500`, which uses real processes, prints
its row and puts it into tests/campaigns/sweeps.csv. tests/sweep has a short form of each.
"""
