import { z } from "zod";

/** The most that a report may have; a learner who has done everything has a fifth of it. */
export const largestReportBytes = 16 * 1024;

const count = z.number().int().min(0).max(100_000);
const time = z.iso.datetime();
const word = z.string().regex(/^[\w-]{1,60}$/);

/** What a learner sends to the teacher's machine, and all of it. Rows and drills by their names in the lab. */
export const classReport = z.strictObject({
  format: z.literal("kafka-lab class report"),
  version: z.literal(1),
  /** Tells two learners with the same name apart; drawn once in each lab, and says nothing else. */
  lab: z.string().regex(/^[0-9a-f]{16}$/),
  /** Chosen by the learner. Letters of any script, and what stands between them in names. */
  name: z.string().regex(/^[\p{L}\p{M}\p{N} .'_-]{1,40}$/u),
  /** The lesson the learner is in. */
  lesson: count.optional(),
  begun: time.optional(),
  /** The first row that failed in the last check of it, and since when it is that one. */
  stuck: z.strictObject({ row: word, since: time }).optional(),
  /** Hints in this lesson. */
  hints: count,
  done: z.array(count).max(50),
  solved: z.array(count).max(50),
  allHints: count,
  predictions: count,
  right: count,
  drills: z.array(z.strictObject({ name: word, seconds: z.number().min(0).max(1e7), hints: count })).max(50),
});

export type ClassReport = z.infer<typeof classReport>;
