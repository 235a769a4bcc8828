/** A problem that the user can fix: printed as two lines, without a stack. */
export class LabError extends Error {
  /**
   * @param {string} message what was expected and what was seen
   * @param {string} hint the next thing to do
   * @param {ErrorOptions} [options]
   */
  constructor(message, hint, options) {
    super(message, options);
    this.name = "LabError";
    this.hint = hint;
  }
}
