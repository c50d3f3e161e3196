// Knows how a backup of several files is saved at once: in one folder chosen once, or as downloads one after the other.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { SealedFile } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { AlertIcon, ImportIcon } from '../../ui/icons';
import { Card } from '../../ui/page';
import { t, type TextKey, tn } from '../../ui/texts';
import { type DiskTrouble, download } from './disk';
import { type AllWritten, type Behind, canChooseFolder, mayAskForFolder, saveInFolder } from './folder';

interface SaveAllProps {
  readonly files: readonly SealedFile[];
  /** Whether the folder is asked for at once: the click that made the files was for that, too. */
  readonly atOnce: boolean;
  /** All of them are where the person chose, and were read from there. */
  readonly onWritten: (readBack: Uint8Array[]) => void;
  /** All of them were handed to the browser's downloads. */
  readonly onDownloaded: () => void;
}

/** Between two downloads: a browser that gets them all at once drops some. */
const PAUSE_MS = 300;

/** Why a folder does not hold the files, and who can act. */
const TROUBLES: Readonly<Record<DiskTrouble, TextKey>> = {
  cancelled: 'save_all_not_chosen',
  full: 'save_all_full',
  refused: 'save_all_refused',
  failed: 'save_all_failed',
};

/** What is said of an attempt that did not end well. */
interface Trouble {
  readonly kind: DiskTrouble | 'stopped';
  readonly sentences: readonly string[];
}

/** One button for all files, with how far it is and a way to stop. */
export const SaveAll = ({ files, atOnce, onWritten, onDownloaded }: SaveAllProps): JSX.Element => {
  const [at, setAt] = useState<number | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const stop = useRef(new AbortController());
  const inFolder = canChooseFolder();

  const begin = async (): Promise<void> => {
    stop.current = new AbortController();
    setTrouble(null);
    if (inFolder) {
      const written = await saveInFolder(files, setAt, stop.current.signal);
      if (written.kind === 'written') onWritten([...written.readBack]);
      else setTrouble(troubleIn(written));
    } else if (await downloadAll(files, setAt, stop.current.signal)) onDownloaded();
    else setTrouble({ kind: 'stopped', sentences: [t('save_all_stopped_downloads')] });
    setAt(null);
  };
  useEffect(() => {
    if (atOnce && mayAskForFolder()) void begin();
    return () => stop.current.abort();
    // Once, when the step begins.
  }, []);

  return (
    <Card title={t(inFolder ? 'save_all_title' : 'save_all_title_downloads')}>
      <p>{inFolder ? tn('save_all_folder', files.length) : tn('save_all_downloads', files.length)}</p>
      {at !== null && (
        <Busy sentence={t('save_all_at', { number: at + 1, files: files.length })} done={at} total={files.length} />
      )}
      {trouble !== null && (
        <div
          class={trouble.kind === 'cancelled' ? 'panel panel-info' : 'panel panel-warn'}
          role="alert"
          data-testid="export-save-all-trouble"
          data-kind={trouble.kind}
        >
          <AlertIcon />
          <div class="panel-body">
            {trouble.sentences.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        </div>
      )}
      <div class="actions">
        {at === null ? (
          <Button kind="primary" onClick={() => void begin()} testId="export-save-all">
            <ImportIcon />
            {t(inFolder ? 'save_all_choose' : 'save_all_download')}
          </Button>
        ) : (
          <Button onClick={() => stop.current.abort()} testId="export-save-all-cancel">
            {t('cancel')}
          </Button>
        )}
      </div>
    </Card>
  );
};

/** Whether all were handed over. */
async function downloadAll(files: readonly SealedFile[], onFile: (at: number) => void, stop: AbortSignal): Promise<boolean> {
  for (const [position, { fileName, bytes }] of files.entries()) {
    if (stop.aborted) return false;
    onFile(position);
    download(fileName, bytes);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return true;
}

function troubleIn(written: Exclude<AllWritten, { kind: 'written' }>): Trouble {
  const behind = whatIsLeft(written.behind);
  switch (written.kind) {
    case 'stopped':
      return { kind: 'stopped', sentences: [t('save_all_stopped'), ...behind] };
    case 'failed':
      return { kind: written.why, sentences: [t(TROUBLES[written.why], { file: written.file }), ...behind] };
  }
}

function whatIsLeft(behind: Behind): readonly string[] {
  switch (behind.kind) {
    case 'nothing':
      return [];
    case 'taken-away':
      return [t('save_all_taken_away')];
    case 'left':
      return [t('save_all_left', { folder: behind.folder })];
  }
}
