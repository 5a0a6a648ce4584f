"""What lets Whoosh itself open an index of newsgrep: the codec, and publishing a table of contents.

Several distributions install a package named `whoosh`, and the last one installed wins. Only whoosh3 is
read and written here: the check below says so before another one can misread an index.
"""

import whoosh

from newsgrep.errors import NewsgrepError

#: The release of whoosh3 that this version of newsgrep is made for.
WHOOSH_RELEASE = (3, 54)

if tuple(whoosh.__version__[:2]) != WHOOSH_RELEASE:
    found = ".".join(map(str, whoosh.__version__))
    raise NewsgrepError(
        f"the package whoosh is version {found} here, not 3.54: another distribution has overwritten whoosh3",
        "put it back: pip uninstall -y whoosh whoosh-reloaded; pip install --force-reinstall whoosh3==3.54.0",
    )
