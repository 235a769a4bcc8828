import { useState } from "preact/hooks";
import { copyText } from "../base/copy-text.ts";
import { useWords } from "../base/language.ts";

const words = {
  en: { copy: "Copy", copied: "Copied", refused: "The browser forbids it: select and copy it" },
  fr: { copy: "Copier", copied: "Copié", refused: "Le navigateur l'interdit\u00a0: sélectionnez et copiez" },
};

export function CopyButton({ text }: { text: string }) {
  const said = useWords(words);
  const [outcome, setOutcome] = useState<"copied" | "refused" | undefined>();
  const copy = async () => {
    setOutcome((await copyText(text)) ? "copied" : "refused");
    setTimeout(() => setOutcome(undefined), 2_500);
  };
  return (
    <>
      <button type="button" onClick={copy}>
        {said.copy}
      </button>
      <span role="status" class="quiet">
        {outcome && said[outcome]}
      </span>
    </>
  );
}
