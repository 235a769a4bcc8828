import type { StackPlan } from "../../contract/stack.ts";
import { useWords } from "../base/language.ts";
import { words } from "./words.ts";

const signs = { create: "+", update: "~", replace: "±", delete: "−", same: "=" };

/** The steps of a plan; each opens to its properties. */
export function PlanView({ plan }: { plan: StackPlan }) {
  const said = useWords(words);
  const changes = plan.steps.filter(({ op }) => op !== "same");
  const same = plan.steps.length - changes.length;
  return (
    <section aria-label={said.plan}>
      <h4>{said.plan}</h4>
      {plan.said.map((line) => (
        <pre key={line} class="problem">
          {line}
        </pre>
      ))}
      {changes.length === 0 && plan.said.length === 0 && <p>{said.nothingToDo}</p>}
      <ul class="plan">
        {changes.map((step) => (
          <li key={`${step.op} ${step.urn}`}>
            <details>
              <summary class={`op-${step.op}`}>
                <strong>
                  {signs[step.op]} {said.ops[step.op]}
                </strong>{" "}
                {step.name} <span class="quiet">{step.type}</span>
              </summary>
              <StepDiff step={step} />
            </details>
          </li>
        ))}
      </ul>
      {same > 0 && <p class="quiet">{said.same(same)}</p>}
    </section>
  );
}

function StepDiff({ step }: { step: StackPlan["steps"][number] }) {
  const said = useWords(words);
  return (
    <div class="diff">
      {step.diff.map(({ property, before, after, replaces }) => (
        <div key={property}>
          <strong>{property}</strong> {replaces && <em>({said.replaces})</em>}
          {before !== undefined && <pre class="diff-removed">- {before}</pre>}
          {after !== undefined && <pre class="diff-added">+ {after}</pre>}
        </div>
      ))}
    </div>
  );
}
