"""Whether the tests of a chapter notice when its code is wrong: faults are planted, one at a time, and must be found.

- `operators`: the faults that can be planted at a place of the code
- `sites`: the functions of a chapter, and every fault in each
- `trial`: a chapter's tests in a process of their own: which reach which function, and whether they notice a fault
- `run`: so many faults of a chapter, drawn by a seed, and what became of them
- `survivors`: the faults known to change nothing that a test could see, each with its reason
"""
