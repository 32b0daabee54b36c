"""Patients -> Course: the only floor that runs kernels. `course.simulate` is the verb."""
