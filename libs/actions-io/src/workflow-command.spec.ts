import fc from 'fast-check';
import { growthOf, LINEAR_GROWTH } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { commandsIn } from '../test/runner-model.ts';
import { escapeMessage, escapeProperty, untrustedText, workflowCommand } from './workflow-command.ts';

describe('workflowCommand', () => {
  it.each([
    ['a bare one', workflowCommand('endgroup'), '::endgroup::'],
    ['a message', workflowCommand('warning', 'done'), '::warning::done'],
    [
      'properties',
      workflowCommand('error', 'bad', { file: 'a.py', line: 3, col: undefined, title: '' }),
      '::error file=a.py,line=3::bad',
    ],
    [
      'everything that must be escaped',
      workflowCommand('warning', '100% a:b,c\r\n::error::x', { title: '50%: a,b\r\n' }),
      '::warning title=50%25%3A a%2Cb%0D%0A::100%25 a:b,c%0D%0A::error::x',
    ],
  ])('writes %s', (_name, line, expected) => {
    expect(line).toBe(expected);
  });

  it('escapes text so that it can be restored', () => {
    const back = (text: string) =>
      text
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',')
        .replaceAll('%0D', '\r')
        .replaceAll('%0A', '\n')
        .replaceAll('%25', '%');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('%', '2', '5', '0', 'A', 'D', ':', ',', '\r', '\n') }),
        (text) => {
          expect(escapeMessage(text)).not.toMatch(/[\r\n]/);
          expect(back(escapeMessage(text))).toBe(text);
          expect(escapeProperty(text)).not.toMatch(/[\r\n:,]/);
          expect(back(escapeProperty(text))).toBe(text);
        },
      ),
    );
  });
});

describe('untrustedText', () => {
  it.each([
    ['ordinary text', 'Fix it :: really\n\tindented: yes', 'Fix it :: really\n\tindented: yes'],
    ['a command', '::set-output name=x::y', ': :set-output name=x::y'],
    ['a command after white space', 'a\n \t ::error::y', 'a\n \t : :error::y'],
    ['a command after a carriage return', 'a\r::error::y', 'a\n: :error::y'],
    ['a command after an invisible character', '\u200b\ufeff::error::y', ': :error::y'],
    ['a command after a colour', '\u001b[31m::error::y', ': :error::y'],
    ['a command of the old kind anywhere in the line', 'see ##[add-mask]a', 'see ## [add-mask]a'],
  ])('keeps or defuses %s', (_name, text, expected) => {
    expect(untrustedText(text)).toBe(expected);
  });

  it('leaves nothing that the runner reads as a command', () => {
    const unit = fc.constantFrom(
      ...[
        ':',
        '::',
        '##[',
        '#',
        '[',
        ']',
        ' ',
        '\t',
        '\n',
        '\r',
        '\v',
        '\f',
        '\u0085',
        '\u00a0',
        '\u2028',
        '\ufeff',
      ],
      ...['\u200b', '\u001b', '\u001b[31m', '\u0000', '\u001c', 'error', 'a', '%0A'],
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), (parts) => {
        const text = untrustedText(parts.join(''));
        expect(commandsIn(text)).toEqual([]);
        expect(untrustedText(text)).toBe(text);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('untrusted text that somebody made to hang the program', () => {
  it.each(['\n', '\r', ' ', ':', '\u001b[', '##'])('takes time in proportion to its length: %j', (unit) => {
    expect(growthOf(untrustedText, (length) => unit.repeat(length))).toBeLessThan(LINEAR_GROWTH);
  });
});
