export { machineClock } from './core/clock.ts';
export type { SandboxClock } from './core/clock.ts';
export { ConnectionReset, Faults } from './core/faults.ts';
export type { Fault } from './core/faults.ts';
export { serveOnLoopback } from './core/http-host.ts';
export type { Answers, Host } from './core/http-host.ts';
export { Service } from './core/service.ts';
export type { Handler, LoggedRequest, World } from './core/service.ts';
export type { Account } from './github/accounts.ts';
export type { SandboxEvent, SandboxEventListener, SandboxEventName } from './github/events.ts';
export type { BareRepository, GitRef } from './github/git/bare-repository.ts';
export { GitHubSide } from './github/github-side.ts';
export type { GitHubEndpoints, GitHubSeed } from './github/github-side.ts';
export type { MergeMethod, MergeText } from './github/merge.ts';
export type {
  Actor,
  Artifact,
  Permissions,
  PullRequest,
  Release,
  ReleaseAsset,
  Run,
  RunConclusion,
  RunStatus,
} from './github/model.ts';
export type { NewPullRequest } from './github/pulls.ts';
export type { Repository, RepositorySeed, RepositorySettings } from './github/repository.ts';
export type { NewArtifact, NewRun, RunChange } from './github/runs.ts';
export type { Staleness } from './github/state.ts';
export type { TokenRequest } from './github/tokens.ts';
export { IdentitySide } from './identity/identity-side.ts';
export type { IdentityRequest, IdentitySeed, JobClaims, TrustedIssuer } from './identity/identity-side.ts';
export type { PublishedKey } from './identity/json-web-token.ts';
export type { ApiToken, Credentials, IndexUser, PublisherHolder, UserHolder } from './pypi/credentials.ts';
export type {
  Digests,
  FilePublisher,
  IndexStore,
  StoredFile,
  StoredProject,
  StoredRelease,
} from './pypi/index-store.ts';
export { PypiSide } from './pypi/pypi-side.ts';
export type {
  FileSeed,
  PendingPublisherSeed,
  ProjectSeed,
  PypiSeed,
  PypiSurroundings,
  ReleaseSeed,
  UserTokenSeed,
} from './pypi/pypi-side.ts';
export type { PendingPublisher, Publisher } from './pypi/publishers.ts';
export type { MaintenanceMode, UploadLimits } from './pypi/upload-desk.ts';
export { createSandbox, startSandbox } from './sandbox.ts';
export type { RunningSandbox, Sandbox, SandboxEndpoints, SandboxFetch, SandboxOptions } from './sandbox.ts';
export { TpsSide } from './tps/tps-side.ts';
export type { Moratorium, TpsLock, TpsRecord, TpsSeed, TpsToken } from './tps/tps-side.ts';
