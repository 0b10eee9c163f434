/** One ref of a push, with its old and new object. */
export interface RefCommand {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

/** A parsed push request. */
export interface PushRequest {
  readonly commands: readonly RefCommand[];
  readonly capabilities: readonly string[];
  readonly pack: Uint8Array;
}

/** Parses the body of `git-receive-pack`: commands in pkt-lines up to a flush packet, then the pack. */
export function parsePush(body: Uint8Array): PushRequest {
  const commands: RefCommand[] = [];
  let capabilities: string[] = [];
  let offset = 0;
  while (offset + 4 <= body.length) {
    const length = Number.parseInt(latin1(body.subarray(offset, offset + 4)), 16);
    if (length === 0 || Number.isNaN(length)) {
      offset += 4;
      break;
    }
    const [command = '', list] = latin1(body.subarray(offset + 4, offset + length)).split('\0');
    if (list !== undefined) capabilities = list.trim().split(' ');
    const match = /^(?<before>[0-9a-f]{40}) (?<after>[0-9a-f]{40}) (?<ref>.+?)\n?$/.exec(command);
    if (match?.groups !== undefined)
      commands.push({
        ref: match.groups['ref'] ?? '',
        before: match.groups['before'] ?? '',
        after: match.groups['after'] ?? '',
      });
    offset += length;
  }
  return { commands, capabilities, pack: body.subarray(offset) };
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** The response to a refused push: a message for people and a reason for each ref. */
export function refusedPush(
  push: PushRequest,
  text: string,
  reasons: ReadonlyMap<string, string>,
): Uint8Array {
  const report = Buffer.concat([
    packet('unpack ok\n'),
    ...push.commands.map(({ ref }) =>
      packet(`ng ${ref} ${reasons.get(ref) ?? 'pre-receive hook declined'}\n`),
    ),
    flush,
  ]);
  if (!push.capabilities.includes('side-band-64k')) return report;
  return Buffer.concat([packet(`\u0002${text}\n`), packet(Buffer.concat([Buffer.from([1]), report])), flush]);
}

const flush = Buffer.from('0000');

function packet(content: string | Uint8Array): Uint8Array {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const length = (bytes.length + 4).toString(16).padStart(4, '0');
  return Buffer.concat([Buffer.from(length), bytes]);
}
