import type { Artifact } from '@heroku-release/gh-ops';
import { Refuse, settled } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import { known } from '../known.ts';
import type { CreateTagContext, CreateTagTools } from './context.ts';

interface Seen {
  readonly tagged: boolean;
  readonly artifact: Artifact | undefined;
}

/** The files that package built and tested: the newest artifact of that very run. The tag will name it. One request. */
export function artifactStep(tools: CreateTagTools): Step<CreateTagContext, Seen, never> {
  return {
    name: 'artifact',
    needs: ['actions: read'],
    observe: async ({ run, merge, target }) => {
      const { tag } = known(target, 'the release');
      const tagged = known(merge, 'the merge').tags.some(({ name }) => name === tag);
      if (tagged) return { tagged, artifact: undefined };
      const artifacts = await tools.github.artifacts(run.id);
      const [newest] = artifacts
        .filter(
          ({ name, headSha }) => name === tools.artifactName && (headSha ?? run.headSha) === run.headSha,
        )
        .sort((a, b) => b.id - a.id);
      return { tagged, artifact: newest };
    },
    decide: ({ run }, value) => {
      const { tagged, artifact } = value as Seen;
      if (tagged) return settled('the tag exists and names the artifact');
      if (artifact?.digest === undefined || artifact.expired) {
        const state =
          artifact === undefined ? 'uploaded no' : artifact.expired ? 'has an expired' : 'has an undigested';
        return new Refuse(
          'ARTIFACT_MISSING',
          `run ${run.id} of Package Library ${state} artifact ${tools.artifactName}`,
          'Run all jobs of Package Library again for this commit.',
        );
      }
      return settled(`artifact ${artifact.id}, ${artifact.digest}`);
    },
    act: () => Promise.reject(new Error('artifact has nothing to do')),
    learn: (context, { artifact }) => (artifact === undefined ? context : { ...context, artifact }),
  };
}
