import { z } from "zod";
import type { LessonRequests } from "../../contract/lesson-requests.ts";

/** The body of a request, so that a shape that says otherwise is no longer one. */
type Body<Route extends keyof LessonRequests> = z.ZodType<
  LessonRequests[Route] extends { body: infer Wanted } ? Wanted : never
>;

/** What the page asks for, in addresses and bodies; anything else is refused. */
export const language = z.enum(["en", "fr"]);
export const lessonNumber = z.coerce.number().int().min(1).max(99);
const block = z.number().int().min(0).max(999);

export const predictionBody: Body<"POST /lessons/:number/predictions"> = z.strictObject({
  lang: language,
  id: z.string().max(3),
  letter: z.enum(["a", "b", "c", "d"]),
});
export const checkBody: Body<"POST /lessons/:number/check"> = z.strictObject({
  lang: language,
  isAsked: z.boolean(),
});
export const hintBody: Body<"POST /lessons/:number/hint"> = z.strictObject({ lang: language });
export const previewBody: Body<"POST /lessons/:number/changes/preview"> = z.strictObject({ block });
export const changeBody: Body<"POST /lessons/:number/changes"> = z.strictObject({
  block,
  version: z.string().max(64),
});
export const runBody: Body<"POST /lessons/:number/runs"> = z.strictObject({
  /** Outputs may differ between the languages. */
  lang: language,
  block,
  /** Left out while the command goes on. */
  exitStatus: z.number().int().min(0).max(255).optional(),
  output: z.string(),
});
export const emptyBody: Body<"POST /lessons/:number/ticks/clear"> = z.strictObject({});
