import { useState } from "preact/hooks";
import type { ServiceAnswer } from "../../contract/api.ts";
import { ask } from "../base/ask.ts";
import { useWords } from "../base/language.ts";
import { useAsking } from "../base/use-asking.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { ProblemNote } from "../parts/problem-note.tsx";
import { AnswerView } from "./answer-view.tsx";
import { buildCall, firstForm } from "./build-call.ts";
import { curlCommand } from "./curl-command.ts";
import { ParameterField } from "./parameter-field.tsx";
import type { Operation } from "./read-openapi.ts";
import { words } from "./words.ts";

/** One call: its form, the same for a shell, and what was answered. */
export function CallView(props: { service: string; url: string; operation: Operation }) {
  const { service, url, operation } = props;
  const said = useWords(words);
  const [form, setForm] = useState(() => firstForm(operation));
  const [answer, setAnswer] = useState<ServiceAnswer | undefined>();
  const { isBusy, failure, run } = useAsking();
  const call = buildCall(operation, form);
  const send = (event: Event) => {
    event.preventDefault();
    void run(async () =>
      setAnswer(await ask("POST /services/:name/calls", { params: { name: service }, body: call })),
    );
  };
  const chooseBody = (type: string) => {
    const body = operation.bodies.find((each) => each.type === type)?.example ?? "";
    setForm({ ...form, bodyType: type, body });
  };
  return (
    <details class="call">
      <summary>
        <code>
          <span class={`method method-${operation.method.toLowerCase()}`}>{operation.method}</span>{" "}
          {operation.path}
        </code>{" "}
        {operation.summary}
      </summary>
      <form class="form" onSubmit={send}>
        {operation.parameters.map((parameter) => {
          const name = `${parameter.in} ${parameter.name}`;
          return (
            <ParameterField
              key={name}
              parameter={parameter}
              value={form.values[name] ?? ""}
              onChange={(value) => setForm({ ...form, values: { ...form.values, [name]: value } })}
            />
          );
        })}
        {operation.bodies.length > 0 && (
          <>
            <label>
              {said.bodyType}{" "}
              <select value={form.bodyType} onChange={(event) => chooseBody(event.currentTarget.value)}>
                {operation.bodies.map(({ type }) => (
                  <option key={type}>{type}</option>
                ))}
              </select>
            </label>
            <label>
              {said.body}
              <textarea
                rows={4}
                value={form.body}
                onInput={(event) => setForm({ ...form, body: event.currentTarget.value })}
              />
            </label>
          </>
        )}
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {said.send}
        </button>
      </form>
      <p>
        {said.curl} <code class="command">{curlCommand(url, call)}</code>{" "}
        <CopyButton text={curlCommand(url, call)} />
      </p>
      <ProblemNote failure={failure} />
      {answer && <AnswerView answer={answer} />}
      <details>
        <summary>{said.answers}</summary>
        <dl class="facts">
          {operation.responses.map(({ status, description }) => (
            <div key={status}>
              <dt>{status}</dt>
              <dd>{description}</dd>
            </div>
          ))}
        </dl>
      </details>
    </details>
  );
}
