"""For each module, prints the string first assigned to __version__ at the top level, or null if the value is not a string."""
import ast
import json
import sys


def assigned(source):
    for node in ast.parse(source).body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            if any(isinstance(target, ast.Name) and target.id == "__version__" for target in targets):
                value = node.value
                return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None
    return None


json.dump([assigned(source) for source in json.load(sys.stdin)], sys.stdout)
