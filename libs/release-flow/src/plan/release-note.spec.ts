import { describe, expect, it } from 'vitest';
import { findReleaseNote, withReleaseNote } from './release-note.ts';
import type { ReleaseNote } from './release-note.ts';

const note: ReleaseNote = { tag: 'v1.3.0', commit: 'a'.repeat(40), record: 'none' };
const written = (of: ReleaseNote = note) => withReleaseNote('', of).trim();

describe('the note of a release', () => {
  it.each(['none', 'intent', 'done'] as const)('can be read again: %s', (record) => {
    expect(findReleaseNote(withReleaseNote('Notes\n', { ...note, record }))).toEqual({ ...note, record });
  });

  it.each([
    'v2.0.0rc1',
    'v1!2.0',
    'demo/1.3.0',
    'demo_1.3.0',
    'release=1.3.0',
    'v1.3.0$&',
    "v1.3.0$'",
    'a,b-1',
  ])('comes back with the tag %s', (tag) => {
    const of = { ...note, tag };
    expect(findReleaseNote(withReleaseNote('Notes', of))).toEqual(of);
    expect(withReleaseNote(withReleaseNote('Notes', of), of)).toBe(withReleaseNote('Notes', of));
  });

  it('states the hash of the plan, and keeps it when it is written again without one', () => {
    const plan = 'd'.repeat(64);
    const body = withReleaseNote('Notes', { ...note, plan });
    expect(body).toContain(` plan=sha256:${plan} -->`);
    expect(findReleaseNote(body)).toEqual({ ...note, plan });
    expect(findReleaseNote(withReleaseNote(body, { ...note, record: 'done' }))).toEqual({
      ...note,
      record: 'done',
      plan,
    });
    const other = 'e'.repeat(64);
    expect(findReleaseNote(withReleaseNote(body, { ...note, plan: other }))?.plan).toBe(other);
  });

  it('is hidden after the notes, and is replaced in place', () => {
    const first = withReleaseNote('### Added\n\n- Something $& new\n', note);
    expect(first).toBe(`### Added\n\n- Something $& new\n\n${written()}\n`);
    const edited = `Read this first.\r\n\r\n${first}\nAdded by hand.\n`;
    const done = withReleaseNote(edited, { ...note, record: 'done' });
    expect(done).toBe(edited.replace('record=none', 'record=done'));
    expect(findReleaseNote(done)?.record).toBe('done');
  });

  it.each([
    ['not a comment', 'heroku-release tag=v1.3.0'],
    ['an empty body', ''],
    ['a short commit', `<!-- heroku-release tag=v1.3.0 commit=${'a'.repeat(7)} record=done -->`],
    ['an unknown word', written().replace('none', 'maybe')],
    ['other case', written().toUpperCase()],
    ['another tool', written().replace('heroku-release', 'other-release')],
  ])('none: %s', (_, body) => {
    expect(findReleaseNote(body)).toBeUndefined();
  });

  const foreign = written({ tag: 'v1.2.0', commit: 'b'.repeat(40), record: 'done' });

  it('in the text of a commit is left alone, and ours is written after it', () => {
    const notes = `- Quote ${foreign} in the docs`;
    const body = withReleaseNote(notes, note);
    expect(body.startsWith(notes)).toBe(true);
    expect(findReleaseNote(body)).toEqual(note);
    const done = withReleaseNote(body, { ...note, record: 'done' });
    expect(done).toContain(foreign);
    expect(findReleaseNote(done)?.record).toBe('done');
  });

  it('pasted from an older release does not hide ours', () => {
    expect(findReleaseNote(`${foreign}\n\n${withReleaseNote('Notes', note)}`)).toEqual(note);
  });
});
