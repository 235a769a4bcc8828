import type { Both } from "../../contract/language.ts";

/** A request that the page may not make, in words for a learner; `status` is that of HTTP. */
export class Refusal extends Error {
  readonly status: number;
  readonly words: Both;

  constructor(status: number, words: Both) {
    super(words.en);
    this.name = "Refusal";
    this.status = status;
    this.words = words;
  }
}
