/** A value that an earlier step must have learnt; a step that comes too early is a defect of the stage. */
export function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is not known yet: the steps are out of order`);
  return value;
}
