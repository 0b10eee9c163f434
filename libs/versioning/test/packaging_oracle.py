"""Prints the canonical form of each text, or null, and the order of each pair of indexes: -1, 0 or 1."""
import json
import sys

from packaging.version import InvalidVersion, Version

question = json.load(sys.stdin)
parsed = []
for text in question["texts"]:
    try:
        parsed.append(Version(text))
    except InvalidVersion:
        parsed.append(None)
order = []
for left, right in question["pairs"]:
    a, b = parsed[left], parsed[right]
    order.append(None if a is None or b is None else (a > b) - (a < b))
json.dump({"canonical": [None if v is None else str(v) for v in parsed], "order": order}, sys.stdout)
