"""`python -m hq` is `taquilla-hq`."""

import sys

from hq.cli import main

sys.exit(main())
