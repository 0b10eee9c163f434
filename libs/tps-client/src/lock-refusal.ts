import { TpsError, type TpsErrorCode } from './errors.ts';
import type { TpsTarget } from './target.ts';
import { said, type TpsAnswer } from './tps-call.ts';

const TOKEN_HINT =
  'Check TPS_API_TOKEN (or TPS_API_TOKEN_PARAM): it must be valid and have rights for this component.';

/** The error for an answer that is neither a lock nor passing trouble. */
export function lockRefusal(target: TpsTarget, answer: TpsAnswer): TpsError {
  const [code, hint] = verdict(answer.status, target.component);
  const effect = answer.doubtful ? 'unknown' : 'none';
  return new TpsError(code, `release lock of ${target.component}: ${said(answer.status, answer.body)}`, {
    hint,
    effect,
  });
}

function verdict(status: number, component: string): [TpsErrorCode, string] {
  switch (status) {
    case 401:
    case 403:
      return ['TPS_TOKEN_REFUSED', TOKEN_HINT];
    case 404:
      return ['TPS_NOT_FOUND', `Is ${component} the component slug that TPS knows? Else check TPS_BASE_URL.`];
    case 400:
    case 422:
      return ['TPS_REQUEST_REFUSED', 'Check the component slug and the commit against what TPS says.'];
    default:
      return ['TPS_UNKNOWN_ANSWER', 'An answer nobody knows is no clearance. Ask the owners of TPS.'];
  }
}
