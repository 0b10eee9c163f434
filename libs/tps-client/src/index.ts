export { DEFAULT_TPS_BASE_URL, parseTpsBaseUrl, tpsEndpointFromEnv } from './endpoints.ts';
export { TPS_ERROR_CODES, TpsError, type TpsErrorCode } from './errors.ts';
export { isCommitSha, isComponentSlug, type TpsTarget } from './target.ts';
export {
  type LockAnswer,
  type LockRequestOptions,
  type LockWait,
  type LockWaitAnswer,
  TpsClient,
  type TpsClientOptions,
  type WaitForLockOptions,
} from './tps-client.ts';
export {
  said,
  type TpsAnswer,
  type TpsRequest,
  TpsTransport,
  type TpsTransportOptions,
  type TpsTrouble,
} from './tps-transport.ts';
