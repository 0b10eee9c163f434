/** A fast build without a back end: one wheel and one sdist with fixed bytes. */
const BUILD = `
import base64, gzip, hashlib, io, sys, tarfile, tomllib, zipfile
out, text = sys.argv[1], open("pyproject.toml", "rb").read()
project = tomllib.loads(text.decode())["project"]
name, version = project["name"], project["version"]
metadata = f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\nRequires-Python: >=3.10\\nSummary: a library\\n".encode()
info = f"{name}-{version}.dist-info"
wheel_text = b"Wheel-Version: 1.0\\nGenerator: build.py\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
files = {f"{name}/__init__.py": b"", f"{info}/METADATA": metadata, f"{info}/WHEEL": wheel_text}
digest = lambda data: base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
record = "".join(f"{path},sha256={digest(data)},{len(data)}\\n" for path, data in files.items())
files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\\n").encode()
with zipfile.ZipFile(f"{out}/{name}-{version}-py3-none-any.whl", "w") as wheel:
    for path, data in files.items():
        wheel.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), data)
buffer = io.BytesIO()
with tarfile.open(fileobj=buffer, mode="w") as sdist:
    for path, data in {"PKG-INFO": metadata, "pyproject.toml": text}.items():
        member = tarfile.TarInfo(f"{name}-{version}/{path}")
        member.size, member.mtime = len(data), 0
        sdist.addfile(member, io.BytesIO(data))
with open(f"{out}/{name}-{version}.tar.gz", "wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as zipped:
    zipped.write(buffer.getvalue())
`;

/** pyproject.toml of the library. By default its settings skip tests and lint. */
export function pyproject(version: string, settings = 'skip = ["tests", "lint"]'): string {
  return `[project]
name = "demo"
version = "${version}"
requires-python = ">=3.10"

[tool.heroku-release]
pythons = ["3.11"]
build = ["python3", "build.py", "{outDir}"]
${settings}
`;
}

/** The library at version 1.2.0. */
export const LIBRARY: Readonly<Record<string, string>> = {
  'pyproject.toml': pyproject('1.2.0'),
  'build.py': BUILD,
  'CHANGELOG.md': '# Changelog\n\n## [1.2.0] - 2026-01-01\n\n- Begin\n',
  'demo/__init__.py': '',
};
