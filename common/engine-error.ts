/** A mistake or a state of things that the user can mend; shown as its message, without a stack. */
export class EngineError extends Error {
  readonly exitCode: number;
  constructor(message: string, options: ErrorOptions & { exitCode?: number } = {}) {
    super(message, options);
    this.name = "EngineError";
    this.exitCode = options.exitCode ?? 1;
  }
}
