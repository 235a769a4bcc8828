import type { Failure } from "../base/failure.ts";
import { useBoth } from "../base/language.ts";

/** What went wrong, and what to do. */
export function ProblemNote({ failure }: { failure: Failure | undefined }) {
  const both = useBoth();
  return (
    <div role="alert">
      {failure && (
        <p class="problem">
          {both(failure.words)} {failure.advice && <strong>{both(failure.advice)}</strong>}
        </p>
      )}
    </div>
  );
}
