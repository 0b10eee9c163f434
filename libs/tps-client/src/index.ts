export { tpsEndpointFromEnv } from './endpoints.ts';
export { TPS_ERROR_CODES, TpsError, type TpsErrorCode } from './errors.ts';
export type {
  LockAnswer,
  LockRequestOptions,
  LockWait,
  LockWaitAnswer,
  WaitForLockOptions,
} from './lock-answer.ts';
export { isCommitSha, isComponentSlug, type TpsTarget } from './target.ts';
export { TpsClient, type TpsClientOptions } from './tps-client.ts';
export { describeAnswer, type TpsAnswer, type TpsRequest, type TpsRetry } from './tps-request.ts';
export { TpsTransport, type TpsTransportOptions } from './tps-transport.ts';
