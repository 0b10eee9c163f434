import { describe, expect, it } from 'vitest';
import { readTriggers } from './workflow-file.ts';

describe('workflow_dispatch is seen', () => {
  it.each([
    ['alone', 'on: workflow_dispatch', true],
    ['in a flow list', 'on: [push, workflow_dispatch]', true],
    ['in a block list', 'on:\n  - push\n  - workflow_dispatch\n', true],
    ['in a mapping', 'name: x\non:\n  push:\n    branches: [main]\n  workflow_dispatch:\njobs: {}\n', true],
    ['with the key in quotes', '"on":\n  workflow_dispatch:\n', true],
    ['not in a comment', 'on:\n  push: # workflow_dispatch\n  # workflow_dispatch:\n', false],
    ['not among the jobs', 'on: push\njobs:\n  workflow_dispatch:\n    steps: []\n', false],
    ['not under another event', 'on:\n  push:\n    branches:\n      - workflow_dispatch\n', false],
  ])('%s', (_name, text, seen) => {
    expect(readTriggers(text).workflowDispatch !== undefined).toBe(seen);
  });
});

it('reads the inputs', () => {
  const text = `on:
  workflow_dispatch:
    inputs:
      tag:
        description: "the tag: v1"
        required: true
        type: string
      # a comment
      reason:
        default: 'none'
  push:
`;
  expect([...(readTriggers(text).workflowDispatch ?? [])]).toEqual([
    ['tag', { required: true }],
    ['reason', { required: false, default: 'none' }],
  ]);
});
