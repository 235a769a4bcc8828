/** A problem that the user can fix; shown as its message, without a stack. */
export class EngineError extends Error {
  readonly exitCode: number;
  constructor(message: string, options: ErrorOptions & { exitCode?: number } = {}) {
    super(message, options);
    this.name = "EngineError";
    this.exitCode = options.exitCode ?? 1;
  }
}
