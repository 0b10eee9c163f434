/** An error of a field, with GitHub's `type`. */
export class FieldProblem extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}
