export { DEFAULT_TPS_BASE_URL, parseTpsBaseUrl, tpsEndpointFromEnv } from './endpoints.ts';
export { TPS_ERROR_CODES, TpsError, type TpsErrorCode } from './errors.ts';
export { isCommitSha, isComponentSlug, type TpsTarget } from './target.ts';
export type {
  LockAnswer,
  LockRequestOptions,
  LockWait,
  LockWaitAnswer,
  WaitForLockOptions,
} from './release-lock.ts';
export { said, type TpsAnswer, type TpsRequest, type TpsTrouble } from './tps-call.ts';
export { TpsClient, type TpsClientOptions } from './tps-client.ts';
export { TpsTransport, type TpsTransportOptions } from './tps-transport.ts';
