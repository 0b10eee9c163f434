import { describe, expect, it } from 'vitest';
import { Masks } from './masks.ts';
import { StepLog } from './step-log.ts';
import { CommandReader, parseCommand } from './workflow-commands.ts';

describe('parseCommand', () => {
  it.each([
    ['::error::plain', { name: 'error', properties: {}, message: 'plain' }],
    ['  ::Group::Build', { name: 'group', properties: {}, message: 'Build' }],
    ['::endgroup::', { name: 'endgroup', properties: {}, message: '' }],
    [
      '::warning file=a%2Cb.py,line=3,title=x%3Ay::100%25%0Aof it',
      { name: 'warning', properties: { file: 'a,b.py', line: '3', title: 'x:y' }, message: '100%\nof it' },
    ],
    ['::notice title=%250A::%250A', { name: 'notice', properties: { title: '%0A' }, message: '%0A' }],
  ])('%s', (line, command) => {
    expect(parseCommand(line)).toEqual(command);
  });

  it.each(['error::x', 'text ::error::x', '::error', ':: error::x', ''])('is not a command: %j', (line) => {
    expect(parseCommand(line)).toBeUndefined();
  });
});

describe('CommandReader', () => {
  it('ignores commands between stop-commands and its token', () => {
    const reader = new CommandReader();
    const lines = ['::stop-commands::t0ken', '::error::a', '::other::', '::t0ken::', '::error::b'];
    expect(lines.map((line) => reader.read(line)?.message)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'b',
    ]);
  });
});

describe('Masks', () => {
  it('hides longer values first, every line, and no empty value', () => {
    const masks = new Masks();
    for (const value of ['abc', 'abcdef', 'one\ntwo\n', '', '  ']) masks.add(value);
    expect(masks.hide('abcdef abc  one-two')).toBe('*** ***  ***-***');
    expect([masks.hides('a two'), masks.hides('nothing')]).toEqual([true, false]);
  });
});

describe('StepLog', () => {
  it('keeps ten annotations of each level', () => {
    const log = new StepLog(new Masks(), () => undefined);
    for (let index = 0; index < 12; index += 1) log.printed(`::warning::${index}`);
    log.printed('::error::last');
    expect(log.annotations.map(({ level, message }) => `${level} ${message}`)).toEqual([
      ...Array.from({ length: 10 }, (_, index) => `warning ${index}`),
      'error last',
    ]);
    expect(log.lines).toHaveLength(13);
  });
});
