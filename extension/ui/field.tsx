// Knows the fields a person types into: label, hint and error belong together for eyes and screen readers alike.

import type { ComponentChildren, JSX, Ref, TargetedEvent } from 'preact';
import { useId, useState } from 'preact/hooks';

import { EyeIcon } from './icons';
import { t, tn } from './texts';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
  readonly testId?: string;
  readonly disabled?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

interface TextFieldProps extends FieldProps {
  readonly inputMode?: 'text' | 'url';
  readonly mono?: boolean;
  /** The most characters it takes: said beside what was typed, not enforced while typing. */
  readonly longest?: number;
}

/** One line of text. */
export const TextField = (props: TextFieldProps): JSX.Element => (
  <Labelled {...props} room={props.longest === undefined ? undefined : roomIn(props.value, props.longest)}>
    {(id, describedBy) => (
      <input
        id={id}
        ref={props.inputRef ?? null}
        class={props.mono === true ? 'input mono' : 'input'}
        type="text"
        dir="auto"
        inputMode={props.inputMode ?? 'text'}
        value={props.value}
        disabled={props.disabled ?? false}
        autocomplete="off"
        spellcheck={false}
        aria-describedby={describedBy}
        aria-invalid={props.error != null || (props.longest !== undefined && roomIn(props.value, props.longest).over)}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        data-testid={props.testId}
      />
    )}
  </Labelled>
);

/** How much of the room is used, and whether it is too much. */
function roomIn(value: string, longest: number): Room {
  const used = [...value.trim()].length;
  const over = used > longest;
  return { over, text: over ? tn('field_over', used - longest, { longest }) : t('field_room', { used, longest }) };
}

interface PasswordFieldProps extends FieldProps {
  readonly autocomplete: 'new-password' | 'current-password' | 'off';
}

/** A password, with a button to look at what was typed. */
export const PasswordField = (props: PasswordFieldProps): JSX.Element => {
  const [shown, setShown] = useState(false);
  const attributes = (id: string, describedBy: string | undefined) => ({
    id,
    ref: props.inputRef ?? null,
    class: 'input',
    value: props.value,
    disabled: props.disabled ?? false,
    autocomplete: props.autocomplete,
    autocapitalize: 'none' as const,
    spellcheck: false,
    'aria-describedby': describedBy,
    'aria-invalid': props.error != null,
    onInput: (event: TargetedEvent<HTMLInputElement>) => props.onInput(event.currentTarget.value),
    'data-testid': props.testId,
  });
  return (
    <Labelled {...props}>
      {(id, describedBy) => (
        <div class="input-with-button">
          {shown ? (
            <input type="text" {...attributes(id, describedBy)} />
          ) : (
            <input type="password" {...attributes(id, describedBy)} />
          )}
          <button
            type="button"
            class="button button-quiet button-icon"
            aria-label={t(shown ? 'password_hide' : 'password_show')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            <EyeIcon crossed={shown} />
          </button>
        </div>
      )}
    </Labelled>
  );
};

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly testId?: string;
}

/** A search box; its label is its placeholder too. */
export const SearchField = ({ label, value, onInput, testId }: SearchFieldProps): JSX.Element => (
  <input
    class="input search"
    type="search"
    value={value}
    aria-label={label}
    placeholder={label}
    spellcheck={false}
    onInput={(event) => onInput(event.currentTarget.value)}
    data-testid={testId}
  />
);

interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly testId?: string;
}

/** An explicit yes. */
export const Checkbox = ({ label, checked, onChange, testId }: CheckboxProps): JSX.Element => (
  <label class="checkbox">
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
      data-testid={testId}
    />
    <span>{label}</span>
  </label>
);

interface Room {
  readonly over: boolean;
  readonly text: string;
}

type LabelledProps = Pick<FieldProps, 'label' | 'hint' | 'error'> & {
  readonly room?: Room | undefined;
  readonly children: (id: string, describedBy: string | undefined) => ComponentChildren;
};

const Labelled = ({ label, hint, error, room, children }: LabelledProps): JSX.Element => {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const roomId = `${id}-room`;
  const described = [hint == null ? '' : hintId, room == null ? '' : roomId, error == null ? '' : errorId]
    .filter((part) => part !== '')
    .join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint != null && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
      {children(id, described === '' ? undefined : described)}
      {room != null && (
        <p
          class={room.over ? 'field-error' : 'field-room'}
          id={roomId}
          role={room.over ? 'alert' : undefined}
          data-testid="field-room"
          data-over={String(room.over)}
        >
          {room.text}
        </p>
      )}
      {error != null && (
        <p class="field-error" id={errorId}>
          {error}
        </p>
      )}
    </div>
  );
};
