import { join } from 'node:path';
import type { CommandRunner, FileStore } from '@heroku-release/release-kit';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';

/**
 * A module in the fresh environment's site-packages that every Python process of the environment loads. At its end, each process records
 * where it imported the packages under test from.
 */
const MODULE = `
import atexit, json, os, sys
def _report(pid=os.getpid()):
    report = os.environ.get("HEROKU_RELEASE_PROBE")
    if not report or os.getpid() != pid:
        return
    seen = {}
    for name in os.environ.get("HEROKU_RELEASE_PROBE_NAMES", "").split(","):
        module = sys.modules.get(name)
        if module is None:
            continue
        places = [module.__file__] if getattr(module, "__file__", None) else list(getattr(module, "__path__", []))
        seen[name] = [os.path.realpath(place) for place in places]
    if seen:
        with open(report, "a", encoding="utf-8") as out:
            out.write(json.dumps(seen) + "\\n")
atexit.register(_report)
`;

/** Prints the real path of site-packages, and where each name would be imported from with the current folder on the path. */
const SCRIPT = `
import importlib.util, json, os, sys, sysconfig
names = sys.argv[1].split(",") if sys.argv[1] else []
places = {}
for name in names:
    spec = importlib.util.find_spec(name)
    found = [] if spec is None else [spec.origin] if spec.origin else list(spec.submodule_search_locations or [])
    places[name] = [os.path.realpath(place) for place in found]
print(json.dumps({"site": os.path.realpath(sysconfig.get_paths()["purelib"]), "places": places}))
`;

/** Where packages are imported from: absolute paths by import name. */
export type ImportLocations = Readonly<Record<string, readonly string[]>>;

/** The options of an {@link ImportProbe}. */
export interface ProbeOptions {
  readonly commands: CommandRunner;
  readonly files: FileStore;
  /** The fresh environment's Python. */
  readonly python: string;
  /** The folder in which the tests run. */
  readonly cwd: string;
  readonly names: readonly string[];
  /** The file that the processes write to. */
  readonly report: string;
}

/** Records where the packages under test are imported from. */
export class ImportProbe {
  readonly #options: ProbeOptions;
  readonly #site: string;
  /** Where an import would find the packages, with the folder of the tests on the path. */
  readonly expected: ImportLocations;

  private constructor(options: ProbeOptions, site: string, expected: ImportLocations) {
    this.#options = options;
    this.#site = site;
    this.expected = expected;
  }

  /** Finds where the environment would import from, and adds the recording module to it. */
  static async install(options: ProbeOptions): Promise<ImportProbe> {
    const { commands, files, python, cwd, names } = options;
    const output = await commands.output({
      command: python,
      args: ['-B', '-c', SCRIPT, names.join(',')],
      cwd,
      env: PYTHON_ENVIRONMENT,
      name: 'python import-places',
    });
    const { site, places } = JSON.parse(output) as { site: string; places: ImportLocations };
    await files.write(join(site, 'heroku_release_probe.py'), MODULE);
    await files.write(join(site, 'heroku_release_probe.pth'), 'import heroku_release_probe\n');
    return new ImportProbe(options, site, places);
  }

  /** The variables that turn recording on. */
  get env(): Readonly<Record<string, string>> {
    return {
      HEROKU_RELEASE_PROBE: this.#options.report,
      HEROKU_RELEASE_PROBE_NAMES: this.#options.names.join(','),
    };
  }

  /** The imports recorded by the processes that have ended. */
  async readRecords(): Promise<ImportLocations[]> {
    const { files, report } = this.#options;
    if (!(await files.exists(report))) return [];
    const lines = (await files.readText(report)).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as ImportLocations);
  }

  /** The first path outside site-packages, or `undefined`. */
  findOutside(locations: ImportLocations): string | undefined {
    return Object.values(locations)
      .flat()
      .find((path) => !path.startsWith(`${this.#site}/`));
  }
}
