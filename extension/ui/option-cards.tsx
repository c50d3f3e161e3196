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
export const CheckCard = ({ title, text, checked, onChange, testId }: CheckCardProps): JSX.Element => {
  const id = useId();
  return (
    <label class="option-card">
      <input
        type="checkbox"
        {...calledBy(id)}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
        data-testid={testId}
      />
      <CardWords id={id} title={title} text={text} />
    </label>
  );
};

/** Its title is its name; the words to choose by describe it, and are not said again each time it is passed. */
export const calledBy = (id: string) => ({ 'aria-labelledby': `${id}-title`, 'aria-describedby': `${id}-text` });

/** The words of a card, and what they are called by. */
export const CardWords = ({ id, title, text }: Pick<CheckCardProps, 'title' | 'text'> & { readonly id: string }): JSX.Element => (
  <>
    <span class="option-card-title" id={`${id}-title`}>
      {title}
    </span>
    <span class="option-card-text" id={`${id}-text`}>
      {text}
    </span>
  </>
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
            {...calledBy(`${name}-${option.value}`)}
            value={option.value}
            checked={option.value === value}
            disabled={disabled || option.disabled === true}
            onChange={() => onChange(option.value)}
            data-testid={option.testId}
          />
          <CardWords id={`${name}-${option.value}`} title={option.title} text={option.text} />
        </label>
      ))}
    </fieldset>
  );
};
