export type Language = "en" | "fr";

/** A text of the workshop in both languages. */
export interface Both {
  readonly en: string;
  readonly fr: string;
}
