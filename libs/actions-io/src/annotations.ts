import { untrustedText, workflowCommand } from './workflow-command.ts';

/** Severity of an annotation. */
export type AnnotationLevel = 'warning' | 'error';

/** Title of an annotation and its place in the source. */
export interface AnnotationPlace {
  readonly title?: string | undefined;
  /** Path relative to the repository. */
  readonly file?: string | undefined;
  /** Lines and columns start at 1. */
  readonly line?: number | undefined;
  readonly endLine?: number | undefined;
  readonly column?: number | undefined;
  readonly endColumn?: number | undefined;
}

/** GitHub keeps this many annotations of each level per step and drops the rest. */
const ANNOTATIONS_PER_LEVEL = 10;

/**
 * Shows annotations within GitHub's limit of ten per level and step: nine at once, the rest as plain lines in the log and, by
 * {@link close}, together in the tenth.
 */
export class Annotations {
  readonly #write: (line: string) => void;
  readonly #shown: Record<AnnotationLevel, number> = { warning: 0, error: 0 };
  readonly #kept: Record<AnnotationLevel, string[]> = { warning: [], error: [] };

  /** @param write writes one line, given without its line break */
  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Shows an annotation, or keeps it for {@link close}. */
  add(level: AnnotationLevel, message: string, place: AnnotationPlace = {}): void {
    if (this.#shown[level] < ANNOTATIONS_PER_LEVEL - 1) {
      this.#shown[level] += 1;
      this.#write(command(level, message, place));
      return;
    }
    const where = place.file === undefined ? '' : `${[place.file, place.line].filter(Boolean).join(':')}: `;
    const text = `${where}${place.title === undefined ? '' : `${place.title}: `}${message}`;
    this.#kept[level].push(text);
    this.#write(untrustedText(`${level}: ${text}`));
  }

  /** Shows the kept annotations, one per level. A second call shows only those added since. */
  close(): void {
    for (const level of ['warning', 'error'] as const) {
      const kept = this.#kept[level].splice(0);
      if (kept.length === 0) continue;
      const title = kept.length === 1 ? {} : { title: `${kept.length} more of this kind` };
      this.#write(command(level, kept.join('\n'), title));
    }
  }
}

function command(level: AnnotationLevel, message: string, place: AnnotationPlace): string {
  const { title, file, line, endLine, column, endColumn } = place;
  return workflowCommand(level, message, { title, file, line, endLine, col: column, endColumn });
}
