"""Reads pyproject texts with tomllib: prints the version, and whether a change affects anything else.

Input: a list of {"before": text, "after": text or null, "version": the new version}. Output: a list of {"kind", "version", "problem"}.
"""
import json
import sys
import tomllib


def read(text):
    return tomllib.loads(text.removeprefix("\ufeff"))


def describe(document):
    project = document.get("project", {})
    poetry = document.get("tool", {}).get("poetry", {})
    if "version" in project:
        return "static", project["version"], project
    if "version" in project.get("dynamic", []):
        return "dynamic", None, None
    if "version" in poetry:
        return "poetry", poetry["version"], poetry
    return "none", None, None


answers = []
for row in json.load(sys.stdin):
    try:
        document = read(row["before"])
    except tomllib.TOMLDecodeError:
        answers.append({"kind": "invalid", "version": None, "problem": None})
        continue
    kind, version, table = describe(document)
    problem = None
    if row.get("after") is not None:
        try:
            table["version"] = row["version"]
            if repr(read(row["after"])) != repr(document):
                problem = "something else changed"
        except (tomllib.TOMLDecodeError, TypeError) as error:
            problem = str(error)
    answers.append({"kind": kind, "version": version if isinstance(version, str) else None, "problem": problem})
json.dump(answers, sys.stdout)
