export type { MergeMethod, MergeText } from './github/domain/merge.ts';
export type { NewPullRequest } from './github/domain/pulls.ts';
export type { NewArtifact, NewRun, RunChange } from './github/domain/runs.ts';
export type { TokenRequest } from './github/domain/tokens.ts';
export type { BareRepository, GitRef } from './github/git/bare-repository.ts';
export { GitHubSandbox } from './github/github-sandbox.ts';
export type { GitHubEndpoints, GitHubSeed } from './github/github-sandbox.ts';
export type { Account } from './github/model/accounts.ts';
export type { SandboxEvent, SandboxEventListener, SandboxEventName } from './github/model/event.ts';
export type { PullRequest } from './github/model/pull-request.ts';
export type { Release, ReleaseAsset } from './github/model/release.ts';
export type { Repository, RepositorySeed, RepositorySettings } from './github/model/repository.ts';
export type { Artifact, Run, RunConclusion, RunStatus } from './github/model/run.ts';
export type { Staleness } from './github/model/state.ts';
export type { Actor, Permissions } from './github/model/token.ts';
export { IdentitySandbox } from './identity/identity-sandbox.ts';
export type { IdentityRequest, IdentitySeed, JobClaims, TrustedIssuer } from './identity/identity-sandbox.ts';
export type { PublishedKey } from './identity/json-web-token.ts';
export type {
  ApiToken,
  Credentials,
  IndexUser,
  PublisherHolder,
  UserHolder,
} from './pypi/model/credentials.ts';
export type {
  Digests,
  FilePublisher,
  IndexStore,
  StoredFile,
  StoredProject,
  StoredRelease,
} from './pypi/model/index-store.ts';
export type { PendingPublisher, Publisher } from './pypi/model/publishers.ts';
export { PypiSandbox } from './pypi/pypi-sandbox.ts';
export type {
  FileSeed,
  PendingPublisherSeed,
  ProjectSeed,
  PypiDependencies,
  PypiSeed,
  ReleaseSeed,
  UserTokenSeed,
} from './pypi/pypi-sandbox.ts';
export type { MaintenanceMode, UploadLimits } from './pypi/upload/upload-context.ts';
export { createSandbox, startSandbox } from './sandbox.ts';
export type { RunningSandbox, Sandbox, SandboxEndpoints, SandboxFetch, SandboxOptions } from './sandbox.ts';
export type { SandboxClock } from './service/clock.ts';
export { ConnectionReset, Faults } from './service/faults.ts';
export type { Fault } from './service/faults.ts';
export { serveOnLoopback } from './service/loopback-server.ts';
export type { LoopbackServer, RequestHandler } from './service/loopback-server.ts';
export { Service } from './service/service.ts';
export type { Handler, LoggedRequest, SandboxContext } from './service/service.ts';
export { TpsSandbox } from './tps/tps-sandbox.ts';
export type { Moratorium, TpsLock, TpsRecord, TpsSeed, TpsToken } from './tps/tps-sandbox.ts';
