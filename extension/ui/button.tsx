// Knows the three weights a button can have.

import type { ComponentChildren, JSX } from 'preact';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: () => void;
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean;
  readonly testId?: string;
  readonly label?: string;
}

/** A button; `primary` once per screen. */
export const Button = ({
  children,
  onClick,
  kind = 'plain',
  type = 'button',
  disabled,
  testId,
  label,
}: ButtonProps): JSX.Element => (
  <button
    type={type}
    class={kind === 'plain' ? 'button' : `button button-${kind}`}
    disabled={disabled ?? false}
    onClick={() => onClick?.()}
    data-testid={testId}
    aria-label={label}
  >
    {children}
  </button>
);
