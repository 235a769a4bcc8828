import { useEffect, useState } from "preact/hooks";
import type { OwnFile } from "../../contract/lesson.ts";
import { ask } from "../base/ask.ts";
import { useWords } from "../base/language.ts";
import { useAsking } from "../base/use-asking.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { ProblemNote } from "../parts/problem-note.tsx";
import { ScrollText } from "../parts/scroll-text.tsx";
import { words } from "./words.ts";

/** The text that links to a file; the server shows only those that it names. */
export type Linking =
  | { readonly kind: "lesson"; readonly number: number }
  | { readonly kind: "page"; readonly name: string };

/** A file of the project as it is now. */
export function FileDialog(props: { from: Linking; path: string; onClose: () => void }) {
  const { from, path, onClose } = props;
  const said = useWords(words);
  const [file, setFile] = useState<OwnFile | undefined>();
  const { failure, run } = useAsking();
  useEffect(() => {
    void run(async () => setFile(await askFile(from, path)));
  }, [path]);
  return (
    <Dialog title={path} onClose={onClose}>
      <ProblemNote failure={failure} />
      {!file && !failure && <p>{said.file}</p>}
      {file && file.text === undefined && <p>{said.noFile}</p>}
      {file?.text !== undefined && (
        <>
          <CopyButton text={file.text} />
          <ScrollText class="file" label={path}>
            {file.text}
          </ScrollText>
        </>
      )}
    </Dialog>
  );
}

function askFile(from: Linking, path: string): Promise<OwnFile> {
  const query = { path };
  return from.kind === "lesson"
    ? ask("GET /lessons/:number/file", { params: { number: from.number }, query })
    : ask("GET /pages/:name/file", { params: { name: from.name }, query });
}
