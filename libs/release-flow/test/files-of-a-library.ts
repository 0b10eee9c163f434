/**
 * A fast build without a back end: one wheel and one sdist with fixed bytes. A dynamic version comes from the variable of
 * setuptools-scm, otherwise from the package.
 */
const BUILD = `
import io, os, re, sys, tarfile, time, tomllib, zipfile, hashlib, base64
out = sys.argv[1]
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
name = project["name"]
version = project.get("version") or os.environ.get("SETUPTOOLS_SCM_PRETEND_VERSION_FOR_DEMO") or (
  re.findall('__version__ = "(.+?)"', open("demo/__init__.py").read()) + ["0.dev0"])[0]
metadata = f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\nRequires-Python: >=3.10\\nSummary: a library\\n"
info = f"{name}-{version}.dist-info"
files = {f"{name}/__init__.py": b"", f"{info}/METADATA": metadata.encode(),
  f"{info}/WHEEL": b"Wheel-Version: 1.0\\nGenerator: build.py\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
record = "".join(f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('=')},{len(data)}\\n" for path, data in files.items())
files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\\n").encode()
with zipfile.ZipFile(f"{out}/{name}-{version}-py3-none-any.whl", "w") as wheel:
    for path, data in files.items():
        wheel.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), data)
buffer = io.BytesIO()
with tarfile.open(fileobj=buffer, mode="w") as sdist:
    for path, data in {"PKG-INFO": metadata.encode(), "pyproject.toml": open("pyproject.toml", "rb").read()}.items():
        member = tarfile.TarInfo(f"{name}-{version}/{path}")
        member.size, member.mtime = len(data), 0
        sdist.addfile(member, io.BytesIO(data))
import gzip
with open(f"{out}/{name}-{version}.tar.gz", "wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as zipped:
    zipped.write(buffer.getvalue())
`;

/** A library with a fast build. Its settings skip tests and lint. */
export const LIBRARY: Readonly<Record<string, string>> = {
  'pyproject.toml': `[project]
name = "demo"
version = "1.2.0"
requires-python = ">=3.10"

[tool.heroku-release]
pythons = ["3.11"]
skip = ["tests", "lint"]
build = ["python3", "build.py", "{outDir}"]
`,
  'build.py': BUILD,
  'CHANGELOG.md': `# Changelog

## [1.2.0] - 2026-01-01

- Begin
`,
  'demo/__init__.py': '',
};
