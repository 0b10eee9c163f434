/** The settings of a repository that has none. A plain object, so that reading it does not load the schema. */
export const DEFAULT_SETTINGS = {
  'base-branches': ['main'],
  'branch-template': 'release-v{version}',
  'tag-template': 'v{version}',
  changelog: 'CHANGELOG.md',
  'version-files': [] as string[],
  pythons: ['3.10', '3.11', '3.12', '3.13'],
  skip: [] as ('tests' | 'lint')[],
  wait: { lock: '10m', 'lock-every': '15s', index: '15m', association: '14s', record: '30m' },
};
