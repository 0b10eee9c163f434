import { TpsError, type TpsErrorCode } from './errors.ts';
import type { TpsTarget } from './target.ts';
import { describeAnswer, type TpsAnswer } from './tps-request.ts';

const TOKEN_HINT =
  'Check TPS_API_TOKEN (or TPS_API_TOKEN_PARAM): it must be valid and have rights for this component.';

/** Makes the error for an answer that is neither a lock nor a transient failure. */
export function lockRefusal(target: TpsTarget, answer: TpsAnswer): TpsError {
  const [code, hint] = classify(answer.status, target.component);
  const effect = answer.doubtful ? 'unknown' : 'none';
  return new TpsError(
    code,
    `release lock of ${target.component}: ${describeAnswer(answer.status, answer.body)}`,
    {
      hint,
      effect,
    },
  );
}

function classify(status: number, component: string): [TpsErrorCode, string] {
  switch (status) {
    case 401:
    case 403:
      return ['TPS_TOKEN_REFUSED', TOKEN_HINT];
    case 404:
      return [
        'TPS_NOT_FOUND',
        `Check that ${component} is the component slug in TPS, and check TPS_BASE_URL.`,
      ];
    case 400:
    case 422:
      return ['TPS_REQUEST_REFUSED', 'Compare the component slug and the commit with the message of TPS.'];
    default:
      return ['TPS_UNKNOWN_ANSWER', 'An unknown status is not a clearance. Ask the owners of TPS.'];
  }
}
