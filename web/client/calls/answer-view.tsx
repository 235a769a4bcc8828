import type { ServiceAnswer } from "../../contract/api.ts";
import { useWords } from "../base/language.ts";
import { ScrollText } from "../parts/scroll-text.tsx";
import { words } from "./words.ts";

/** What a service answered. */
export function AnswerView({ answer }: { answer: ServiceAnswer }) {
  const said = useWords(words);
  const { status, headers, body, isCut, tookMs } = answer;
  return (
    <div role="status">
      <p class={status < 400 ? "good" : "bad"}>
        <strong>{said.answer(status, tookMs)}</strong>
      </p>
      <ScrollText class="file" label={said.answer(status, tookMs)}>
        {readable(body, headers)}
      </ScrollText>
      {isCut && <p>{said.cut}</p>}
      <details>
        <summary>{said.headers}</summary>
        <pre>{headers.map(([name, value]) => `${name}: ${value}`).join("\n")}</pre>
      </details>
    </div>
  );
}

/** JSON in lines; anything else, and JSON that is cut, as it came. */
function readable(body: string, headers: ServiceAnswer["headers"]): string {
  const isJson = headers.some(([name, value]) => name.toLowerCase() === "content-type" && /json/.test(value));
  if (!isJson) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
