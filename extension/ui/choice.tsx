// Knows how one of a few things is chosen: a row of radio buttons that looks like one control.

import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

interface Option<Value extends string> {
  readonly value: Value;
  readonly label: ComponentChildren;
  readonly testId?: string;
  /** What it stands for, to be found by. */
  readonly code?: string;
}

interface ChoiceProps<Value extends string> {
  readonly legend: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly testId?: string;
}

/** A row of radio buttons. */
export const Choice = <Value extends string>({
  legend,
  options,
  value,
  onChange,
  testId,
}: ChoiceProps<Value>): JSX.Element => {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} class="choice-option">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            data-testid={option.testId ?? testId}
            data-code={option.code}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
};
