// Knows how a file gets onto the page: dropped, or chosen. The same file can be chosen twice.

import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

import { Button } from './button';
import { FileIcon } from './icons';
import { t } from './texts';

interface FileDropProps {
  readonly prompt: string;
  readonly browse: string;
  readonly multiple?: boolean;
  /** Only the button: the zone stands somewhere else already. */
  readonly small?: boolean;
  /** The next thing to do, rather than one of several or a way back. */
  readonly next?: boolean;
  readonly inputTestId: string;
  readonly zoneTestId?: string;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Files that are dropped beside a zone would open in the tab, and one with keys in it would stand there in the clear. */
export function keepFilesOut(page: Window): void {
  page.addEventListener('dragover', (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
  });
  page.addEventListener('drop', (event) => event.preventDefault());
}

/** A drop zone with a button. */
export const FileDrop = ({
  prompt,
  browse,
  multiple = false,
  small = false,
  next = false,
  inputTestId,
  zoneTestId,
  onFiles,
}: FileDropProps): JSX.Element => {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (list: FileList | null | undefined): void => {
    const files = list == null ? [] : [...list];
    if (input.current !== null) input.current.value = '';
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
  };
  return (
    <div
      class={`${small ? 'drop-small' : 'drop'}${over ? ' drop-over' : ''}`}
      data-testid={zoneTestId}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      {!small && <FileIcon />}
      {!small && <p>{over ? t('drop_now') : prompt}</p>}
      <Button kind={next ? 'primary' : small ? 'quiet' : 'plain'} onClick={() => input.current?.click()} testId={`${inputTestId}-choose`}>
        {browse}
      </Button>
      <input
        ref={input}
        type="file"
        class="visually-hidden"
        tabIndex={-1}
        multiple={multiple}
        aria-label={browse}
        onChange={(event) => take(event.currentTarget.files)}
        data-testid={inputTestId}
      />
    </div>
  );
};
