import type { Both } from "./language.ts";

/** An answer about lessons that is not 2xx: a problem document (RFC 9457) with its words in both languages. */
export interface Refused {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly words: Both;
  /** What to do next. */
  readonly advice?: Both | undefined;
}
