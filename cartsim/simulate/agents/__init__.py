"""The agent model: single cells of a nodule in its cavity, in the fields of oxygen and signals they make.

Cells move in minutes to hours, fields relax in seconds to minutes: fields are solved quasi-steady once in a
biology step (`fields.field.solve_steady`), or stepped through time (`step_transient` there) to verify that
shortcut. Lengths are in um, times in min; arrays of voxels are (z, y, x).
"""
