import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Both } from "../../contract/language.ts";
import { copyText } from "../base/copy-text.ts";
import { failureFrom } from "../base/failure.ts";
import { useBoth } from "../base/language.ts";
import { obstacleTo, runIn } from "./run-in-terminal.ts";

interface CommandButtonProps {
  readonly command: string;
  readonly children: ComponentChildren;
  readonly title?: string;
  readonly isDisabled?: boolean;
  readonly class?: string;
  /** When it has ended, with its exit status. */
  readonly onRan?: (exitStatus: number) => void;
}

/** Runs a command in the first terminal, where the learner sees it; where it cannot be run, it is copied. */
export function CommandButton(props: CommandButtonProps) {
  const { command, children, title, isDisabled, class: name, onRan } = props;
  const both = useBoth();
  const [said, setSaid] = useState<Both | undefined>();
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    if (isBusy) return;
    setSaid(undefined);
    const obstacle = obstacleTo("main");
    if (obstacle) {
      await copyText(command);
      return setSaid(obstacle);
    }
    setBusy(true);
    try {
      const result = await runIn("main", command);
      if (result.kind === "refused") setSaid(result.reason);
      else onRan?.(result.exitStatus);
    } catch (error) {
      setSaid(failureFrom(error).words);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button
        type="button"
        class={name}
        title={title ?? command}
        disabled={isDisabled}
        aria-disabled={isBusy}
        onClick={run}
      >
        {children}
      </button>
      <span role="status" class="quiet">
        {said && both(said)}
      </span>
    </>
  );
}
