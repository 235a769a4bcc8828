import { z } from "zod";

/** What the page asks for, in addresses and bodies; anything else is refused. */
export const language = z.enum(["en", "fr"]);
export const lessonNumber = z.coerce.number().int().min(1).max(99);
const block = z.number().int().min(0).max(999);

export const predictionBody = z.strictObject({
  lang: language,
  id: z.string().max(3),
  letter: z.enum(["a", "b", "c", "d"]),
});
export const checkBody = z.strictObject({ lang: language, isAsked: z.boolean() });
export const hintBody = z.strictObject({ lang: language });
export const previewBody = z.strictObject({ block });
export const changeBody = z.strictObject({ block, version: z.string().max(64) });
export const runBody = z.strictObject({
  /** Outputs may differ between the languages. */
  lang: language,
  block,
  /** Left out while the command goes on. */
  exitStatus: z.number().int().min(0).max(255).optional(),
  output: z.string(),
});
export const emptyBody = z.strictObject({});
