export {
  ChangeManagementClient,
  type ChangeManagementClientOptions,
  type RecordedChange,
  type RecordReleaseOptions,
} from './change-management-client.ts';
export type { ChangeRecord } from './change-record.ts';
export { CHANGE_RECORD_ERROR_CODES, ChangeRecordError, type ChangeRecordErrorCode } from './errors.ts';
