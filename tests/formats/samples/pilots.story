By

Jane Sample

PUBLISHED:

08:17 EST, 17 October 1987

|

UPDATED:

09:01 EST, 18 October 1987

The harbour pilots of Portmoor went back to work after two days.

@highlight

Pilots of Portmoor at work

@highlight

Strike lasted for two days
