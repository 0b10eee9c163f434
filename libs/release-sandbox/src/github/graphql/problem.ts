/** An error of a field, with the `type` that GitHub puts beside the message. */
export class FieldProblem extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}
