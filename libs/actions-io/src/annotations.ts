import { foreignText, workflowCommand } from './workflow-command.ts';

/** How loud an annotation is. */
export type AnnotationLevel = 'notice' | 'warning' | 'error';

/** Where in the source an annotation points. */
export interface AnnotationPlace {
  readonly title?: string;
  /** Relative to the repository. */
  readonly file?: string;
  /** From 1, as are all the others. */
  readonly line?: number;
  readonly endLine?: number;
  readonly column?: number;
  readonly endColumn?: number;
}

/** GitHub keeps so many of each level per step and drops the others. */
export const ANNOTATIONS_PER_LEVEL = 10;

/**
 * Annotations within GitHub's limit of ten per level and step: nine are shown as they come, the others stand in the log, and
 * {@link close} gathers them in the tenth.
 */
export class Annotations {
  readonly #write: (line: string) => void;
  readonly #shown: Record<AnnotationLevel, number> = { notice: 0, warning: 0, error: 0 };
  readonly #waiting: Record<AnnotationLevel, string[]> = { notice: [], warning: [], error: [] };

  /** @param write takes one line, without its line break */
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
    this.#waiting[level].push(text);
    this.#write(foreignText(`${level}: ${text}`));
  }

  /** Shows what was kept, one annotation a level. A second call shows only what came since. */
  close(): void {
    for (const level of ['notice', 'warning', 'error'] as const) {
      const waiting = this.#waiting[level].splice(0);
      if (waiting.length === 0) continue;
      const title = waiting.length === 1 ? {} : { title: `${waiting.length} more of this kind` };
      this.#write(command(level, waiting.join('\n'), title));
    }
  }
}

function command(level: AnnotationLevel, message: string, place: AnnotationPlace): string {
  const { title, file, line, endLine, column, endColumn } = place;
  return workflowCommand(level, message, { title, file, line, endLine, col: column, endColumn });
}
