export { slow as default } from './vitest.workspace.ts';
