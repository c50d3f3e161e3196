// Knows the one modal dialog: focus goes in, Escape cancels, focus comes back.

import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

import { Button } from './button';
import { t } from './texts';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A modal dialog, open as long as it is drawn. */
export const Dialog = ({ title, onClose, children }: DialogProps): JSX.Element => {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    if (dialog !== null && !dialog.open) dialog.showModal();
    return () => {
      // Taken out of the page, a dialog gives the focus to nobody.
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const cancel = (event: Event): void => {
    event.preventDefault();
    onClose();
  };
  return (
    <dialog ref={element} class="dialog" aria-labelledby={heading} onCancel={cancel} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
};

interface ConfirmProps {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly busy?: boolean;
  readonly children?: ComponentChildren;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** "Really?": what will happen, and two buttons. */
export const Confirm = ({
  title,
  text,
  confirm,
  busy = false,
  children,
  onConfirm,
  onClose,
}: ConfirmProps): JSX.Element => (
  <Dialog title={title} onClose={onClose}>
    <p>{text}</p>
    {children}
    <div class="actions actions-end">
      <Button onClick={onClose} testId="dialog-cancel">
        {t('cancel')}
      </Button>
      <Button kind="danger" disabled={busy} onClick={onConfirm} testId="dialog-confirm">
        {confirm}
      </Button>
    </div>
  </Dialog>
);
