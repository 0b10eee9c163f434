import { cutForPullRequest, renderSection } from '@heroku-release/changelog';
import type { ProvenSection } from '@heroku-release/changelog';

/** The section, its proof, and what is left for a person to do. Pure. */
export function pullRequestBody(section: ProvenSection): string {
  const { listed, folded, leftOut, total } = section.counts;
  const proof = `${total} commits: ${listed} listed, ${folded} folded into another entry, ${leftOut} left out.`;
  const steps = [
    'Read the changelog and edit it on this branch where it needs better words.',
    'Mark this pull request as ready, and merge it when the checks are green.',
    'The merge is packaged, tagged and published automatically.',
  ];
  return `${cutForPullRequest(renderSection(section))}\n\n---\n\n${proof}\n\n${steps.map((step) => `- [ ] ${step}`).join('\n')}\n`;
}
