import { Refusal } from '../model/refusal.ts';

/** One part of a form. */
export interface FormPart {
  readonly name: string;
  readonly filename?: string | undefined;
  readonly contentType?: string | undefined;
  readonly bytes: Buffer;
}

const malformed = (what: string): Refusal => new Refusal(400, `Invalid multipart form: ${what}`);

/** The boundary of a `multipart/form-data` content type. */
function boundaryOf(contentType: string): string {
  const match = /^multipart\/form-data\s*;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*$/i.exec(
    contentType,
  );
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw malformed('the content type has no boundary');
  return boundary;
}

function parsePart(section: Buffer): FormPart {
  const end = section.indexOf('\r\n\r\n');
  if (end < 0) throw malformed('the headers of a part have no end');
  const headers = new Map<string, string>();
  for (const line of section.subarray(0, end).toString('utf8').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) throw malformed('a part has a header without a colon');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = headers.get('content-disposition') ?? '';
  if (!/^form-data\s*;/i.test(disposition)) throw malformed('a part is not form-data');
  const name = /;\s*name="([^"\r\n]+)"/i.exec(disposition)?.[1];
  if (name === undefined) throw malformed('a part has no name');
  const filename = /;\s*filename="([^"\r\n]*)"/i.exec(disposition)?.[1];
  const contentType = headers.get('content-type');
  return {
    name,
    bytes: section.subarray(end + 4),
    filename,
    contentType,
  };
}

/** Parses a form. Nothing may precede the first boundary, and only a line break may follow the last one. */
export function parseForm(contentType: string, body: Buffer): FormPart[] {
  const boundary = boundaryOf(contentType);
  const first = Buffer.from(`--${boundary}\r\n`);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  if (!body.subarray(0, first.length).equals(first)) throw malformed('it does not start with its boundary');
  const parts: FormPart[] = [];
  let start = first.length;
  for (;;) {
    const end = body.indexOf(delimiter, start);
    if (end < 0) throw malformed('it is cut off before its last boundary');
    parts.push(parsePart(body.subarray(start, end)));
    const after = body.subarray(end + delimiter.length);
    if (after.subarray(0, 2).toString('latin1') === '--') {
      if (!['', '\r\n'].includes(after.subarray(2, 16).toString('latin1'))) {
        throw malformed('there is data after its last boundary');
      }
      return parts;
    }
    if (after.subarray(0, 2).toString('latin1') !== '\r\n')
      throw malformed('a boundary is not followed by a line break');
    start = end + delimiter.length + 2;
  }
}

/** The text fields and the file of a form. */
export class UploadForm {
  readonly file: FormPart | undefined;
  /** Names of text fields with a file name, which the index refuses. */
  readonly tupleFields: readonly string[];
  readonly #texts = new Map<string, string[]>();

  constructor(parts: readonly FormPart[]) {
    const files = parts.filter(({ name }) => name === 'content');
    this.file = files[0]?.filename === undefined ? undefined : files[0];
    this.tupleFields = parts
      .filter((part) => part.name !== 'content' && part.filename !== undefined)
      .map((part) => part.name);
    for (const part of parts) {
      if (part.name === 'content') continue;
      let text: string;
      try {
        text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(part.bytes);
      } catch {
        throw malformed(`the field ${part.name} is not UTF-8`);
      }
      // The index trims values and drops empty ones and `UNKNOWN`, which old tools sent for missing values.
      const value = part.name === 'description' ? text : text.trim();
      if (value.trim() === '' || value.trim() === 'UNKNOWN') continue;
      this.#texts.set(part.name, [...(this.#texts.get(part.name) ?? []), value]);
    }
  }

  /** The first value of a field; `undefined` if it is missing or empty. */
  text(name: string): string | undefined {
    return this.#texts.get(name)?.[0];
  }

  /** All values of a repeated field. */
  all(name: string): readonly string[] {
    return this.#texts.get(name) ?? [];
  }

  /** All fields with their values. */
  fields(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(this.#texts);
  }
}
