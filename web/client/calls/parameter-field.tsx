import { useId } from "preact/hooks";
import { useWords } from "../base/language.ts";
import type { Parameter } from "./read-openapi.ts";
import { words } from "./words.ts";

interface ParameterProps {
  readonly parameter: Parameter;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function ParameterField({ parameter, value, onChange }: ParameterProps) {
  const said = useWords(words);
  const id = useId();
  const { name, in: place, isRequired, description, choices, example } = parameter;
  const shared = { value, required: isRequired, "aria-describedby": id, id: `${id}-field` };
  return (
    <div>
      <label htmlFor={`${id}-field`}>
        <code>{name}</code>{" "}
        <span class="quiet">
          {place}
          {isRequired && `, ${said.required}`}
        </span>{" "}
        {choices.length > 0 ? (
          <select {...shared} onChange={(event) => onChange(event.currentTarget.value)}>
            {!isRequired && <option value="" />}
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        ) : (
          <input {...shared} placeholder={example} onInput={(event) => onChange(event.currentTarget.value)} />
        )}
      </label>
      <p id={id} class="quiet">
        {description}
      </p>
    </div>
  );
}
