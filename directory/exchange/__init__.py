"""Files in and out: HSDS JSON, HSDS tabular packages, CSV with a mapping, meeting feeds."""
