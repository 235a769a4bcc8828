/** What is at work on the lab, whoever started it. */
export interface OperationState {
  /** Undefined before the first start has chosen one; a stack that is not there counts as none. */
  readonly stack: string | undefined;
  /** `./lab up` and so on, with its process; undefined when nothing is under way. */
  readonly underWay: { readonly command: string; readonly pid: number; readonly sinceMs: number } | undefined;
}
