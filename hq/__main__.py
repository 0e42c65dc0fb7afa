"""`python -m hq` runs `taquilla-hq`."""

import sys

from hq.cli import main

sys.exit(main())
