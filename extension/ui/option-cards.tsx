// Knows how a few weighty things are chosen from: radio buttons or checkboxes as cards, each with the words to choose by.

import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

/** One card. */
export interface OptionCard<Value extends string> {
  readonly value: Value;
  readonly title: string;
  readonly text: ComponentChildren;
  readonly testId: string;
  readonly disabled?: boolean;
}

interface CheckCardProps {
  readonly title: string;
  readonly text: ComponentChildren;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly testId: string;
}

/** One card that can be ticked beside others. */
export const CheckCard = ({ title, text, checked, onChange, testId }: CheckCardProps): JSX.Element => (
  <label class="option-card">
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
      data-testid={testId}
    />
    <span class="option-card-title">{title}</span>
    <span class="option-card-text">{text}</span>
  </label>
);

interface OptionCardsProps<Value extends string> {
  readonly legend: string;
  readonly options: readonly OptionCard<Value>[];
  readonly value: Value;
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
}

/** The cards, side by side where there is room. */
export const OptionCards = <Value extends string>({
  legend,
  options,
  value,
  disabled = false,
  onChange,
}: OptionCardsProps<Value>): JSX.Element => {
  const name = useId();
  return (
    <fieldset class="option-cards">
      <legend class="section-title">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} class="option-card">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={disabled || option.disabled === true}
            onChange={() => onChange(option.value)}
            data-testid={option.testId}
          />
          <span class="option-card-title">{option.title}</span>
          <span class="option-card-text">{option.text}</span>
        </label>
      ))}
    </fieldset>
  );
};
