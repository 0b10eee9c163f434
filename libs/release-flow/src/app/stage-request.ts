import type { PublishPart } from '../stages/publish/publish-stage.ts';
import type { PackagePart } from '../stages/package/context.ts';

/** Which stage is to be run, in the words of the command line. */
export type StageRequest =
  | {
      readonly stage: 'draft';
      /** The checkout. */
      readonly repo: string;
      /** `minor`, `auto`, `1.2.3`, … */
      readonly bump: string;
      readonly preid?: string | undefined;
      readonly previous?: string | undefined;
      readonly base?: string | undefined;
    }
  | {
      readonly stage: 'package';
      readonly repo: string;
      /** Default: all. */
      readonly parts?: readonly PackagePart[] | undefined;
      /** Where the built files go. */
      readonly out: string;
      /** A private folder for tools that have to be set up. */
      readonly toolFolder: string;
    }
  | {
      readonly stage: 'create-tag';
      /** Run of Package Library; default: the one in the event that started the job. */
      readonly runId?: number | undefined;
      /** The checkout that tells which repository is meant, outside of GitHub Actions. */
      readonly repo?: string | undefined;
    }
  | {
      readonly stage: 'publish';
      /** Version or tag; default: the tag the job runs at. */
      readonly tag?: string | undefined;
      /** Default: all. */
      readonly only?: readonly PublishPart[] | undefined;
      readonly repo?: string | undefined;
      /** An empty folder of this run. */
      readonly workFolder: string;
      /** Only ever run in mode `plan`: then TPS is not asked and its secrets are not needed. */
      readonly readsOnly?: boolean;
    };
