import { forgetClass } from "../../lib/kit-serving/class-store.ts";

/** Deletes what learners have sent. */
export function forget() {
  const learners = forgetClass();
  console.log(
    learners === 0
      ? "Nothing was collected."
      : `Deleted: what ${learners === 1 ? "one learner" : `${learners} learners`} had sent.`,
  );
}
