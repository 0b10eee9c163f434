import type { Settings } from './schema.ts';

/** The component's slug in TPS: the setting, otherwise the name of the repository. `repository` is `owner/name`. Pure. */
export function componentOf(settings: Pick<Settings, 'component'>, repository: string): string {
  return settings.component ?? repository.split('/')[1] ?? repository;
}
