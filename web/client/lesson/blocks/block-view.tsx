import type { Block } from "../../../contract/lesson.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import type { BlockPlace } from "../text/text-body.tsx";
import { CommandBlockView } from "./command-block.tsx";
import { FileBlockView } from "./file-block.tsx";
import type { Session } from "./session.ts";

/** What stands around a block's text. */
export function BlockView({ session, place, block }: { session: Session; place: BlockPlace; block: Block }) {
  if (block.kind === "command") return <CommandBlockView session={session} place={place} block={block} />;
  if (block.kind === "file") return <FileBlockView session={session} place={place} block={block} />;
  return (
    <div class="block-bar">
      <span class="block-words">{block.language}</span>
      <CopyButton text={block.text} />
    </div>
  );
}
