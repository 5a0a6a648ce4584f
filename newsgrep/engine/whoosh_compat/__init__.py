"""Whoosh compatibility: the codec by which Whoosh opens an index, and publishing its table of contents.

Several distributions install a package named `whoosh`, and the last one installed replaces the others. Only
whoosh3 works here: the check below refuses any other before it can misread an index.
"""

import whoosh

from newsgrep.errors import NewsgrepError

#: The release of whoosh3 that this version of newsgrep is made for.
WHOOSH_RELEASE = (3, 54)

if tuple(whoosh.__version__[:2]) != WHOOSH_RELEASE:
    installed = ".".join(map(str, whoosh.__version__))
    raise NewsgrepError(
        f"the package whoosh is version {installed}, not 3.54: another distribution has overwritten whoosh3",
        "put it back: pip uninstall -y whoosh whoosh-reloaded; pip install --force-reinstall whoosh3==3.54.0",
    )
