import type { Settings } from './schema.ts';

/** The component slug in TPS: the setting, otherwise the repository's name. `repository` is `owner/name`. Pure. */
export function componentOf(settings: Pick<Settings, 'component'>, repository: string): string {
  return settings.component ?? repository.split('/')[1] ?? repository;
}
