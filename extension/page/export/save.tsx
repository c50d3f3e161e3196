// Knows how sealed files reach the disk: a download, or a place the person chooses. Either way the bytes on the disk are
// read again and compared by the engine before the word "saved" appears.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { SealedFile } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { countWords, sumOf } from '../../ui/counts';
import { FaultPanel } from '../../ui/fault';
import { FileDrop } from '../../ui/file-drop';
import { fileSize } from '../../ui/format';
import { AlertIcon, CheckIcon, ImportIcon } from '../../ui/icons';
import { Card, CountList, Fact, Facts } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { linkTo } from '../app/route';
import { canChoosePlace, download, saveAt } from './disk';
import { SaveAll } from './save-all';

interface SaveFilesProps {
  readonly files: readonly SealedFile[];
  readonly onSaved: (readBack: boolean) => void;
  readonly onBack: () => void;
}

type Place =
  /** Nothing was handed out yet. */
  | { readonly kind: 'nowhere' }
  /** Handed to the browser's downloads: nobody has seen yet whether it arrived. */
  | { readonly kind: 'downloads' }
  /** Written where the person chose, and read from there. */
  | { readonly kind: 'chosen'; readonly bytes: Uint8Array };

/** The sealed files, each with its ways to the disk; then the look at what is really there. */
export const SaveFiles = ({ files, onSaved, onBack }: SaveFilesProps): JSX.Element => {
  const [places, setPlaces] = useState<readonly Place[]>(() => files.map(() => ({ kind: 'nowhere' })));
  const [trouble, setTrouble] = useState<string | null>(null);
  const saved = useAction();
  useLeaveGuard();

  const report = async (readBack: Uint8Array[]): Promise<void> => {
    if ((await saved.run({ export: { saved: { readBack } } })) !== null) onSaved(readBack.length > 0);
  };
  const settle = (position: number, place: Place): void => {
    const next = places.map((old, at) => (at === position ? place : old));
    setPlaces(next);
    setTrouble(null);
    const written = next.flatMap((one) => (one.kind === 'chosen' ? [one.bytes] : []));
    if (written.length === files.length) void report(written);
  };
  const choosePlace = async (file: SealedFile, position: number): Promise<void> => {
    const outcome = await saveAt(file.fileName, file.bytes);
    if (outcome.kind === 'written') settle(position, { kind: 'chosen', bytes: outcome.readBack });
    if (outcome.kind === 'failed') setTrouble(t('save_place_failed', { file: file.fileName }));
  };
  const compare = async (chosen: readonly File[]): Promise<void> => {
    try {
      const bytes = await Promise.all(chosen.map(async (file) => new Uint8Array(await file.arrayBuffer())));
      await report(inOrder(files, bytes));
    } catch {
      setTrouble(t('save_read_failed'));
    }
  };

  return (
    <>
      {files.length > 1 && (
        <SaveAll
          files={files}
          onWritten={(readBack) => void report(readBack)}
          onDownloaded={() => setPlaces(files.map(() => ({ kind: 'downloads' })))}
        />
      )}
      <Card title={tn('save_title', files.length)}>
        <p>{t('save_sealed')}</p>
        {files.length > 1 && <p>{t('files_in_order')}</p>}
        <ul class="rows">
          {files.map((file, position) => (
            <li key={file.fileName} class="row">
              <div class="row-main">
                <p class="row-title mono">
                  <bdi>{file.fileName}</bdi>
                </p>
                <p class="row-sub">
                  {fileSize(file.bytes.length)} · {t('fingerprint')} <span class="mono">{file.fingerprint}</span>
                </p>
              </div>
              <div class="row-side actions">
                <button
                  type="button"
                  class={places[position]?.kind === 'nowhere' ? 'button button-primary' : 'button'}
                  data-testid="export-download"
                  data-file-name={file.fileName}
                  onClick={() => {
                    download(file.fileName, file.bytes);
                    settle(position, { kind: 'downloads' });
                  }}
                >
                  <ImportIcon />
                  {t(places[position]?.kind === 'downloads' ? 'save_download_again' : 'save_download')}
                </button>
                {canChoosePlace() && (
                  <Button onClick={() => void choosePlace(file, position)} testId="export-choose-place">
                    {t('save_choose_place')}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
        {trouble !== null && (
          <p class="panel panel-warn" role="alert">
            <AlertIcon />
            <span class="panel-body">{trouble}</span>
          </p>
        )}
      </Card>
      {places.every((place) => place.kind !== 'nowhere') && (
        <Card title={t('save_look_title')}>
          <p>{tn('save_look', files.length)}</p>
          <FileDrop
            prompt={tn('save_look_drop', files.length)}
            browse={t('save_look_browse')}
            multiple={files.length > 1}
            inputTestId="export-verify"
            onFiles={(chosen) => void compare(chosen)}
          />
          {saved.busy && <Busy sentence={t('save_comparing')} />}
          {saved.fault !== null && <FaultPanel fault={saved.fault} />}
          <div class="actions">
            <Button kind="quiet" onClick={() => void report([])} disabled={saved.busy} testId="export-skip-verify">
              {t('save_look_skip')}
            </Button>
          </div>
        </Card>
      )}
      <div class="actions">
        <Button kind="quiet" onClick={onBack}>
          {t('save_back')}
        </Button>
      </div>
    </>
  );
};

interface SavedCardProps {
  readonly files: readonly SealedFile[];
  readonly holdsKeys: boolean;
  readonly readBack: boolean;
  readonly onAgain: () => void;
}

/** The end: what is in the file, and how to know it again. */
export const SavedCard = ({ files, holdsKeys, readBack, onAgain }: SavedCardProps): JSX.Element | null => {
  const first = files[0];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'center' });
  }, [files]);
  if (first === undefined) return null;
  const size = files.reduce((sum, file) => sum + file.bytes.length, 0);
  return (
    <Card tone={readBack ? 'good' : 'warn'}>
      <div
        class="result"
        role="status"
        data-testid="export-done"
        data-fingerprint={first.fingerprint}
        data-read-back={String(readBack)}
      >
        <h2 class="result-title" ref={heading} tabIndex={-1}>
          {readBack ? <CheckIcon /> : <AlertIcon />}
          {t(readBack ? 'saved_title' : 'saved_unchecked_title')}
        </h2>
        <p>{t(readBack ? 'saved_text' : 'saved_unchecked_text')}</p>
      </div>
      <Facts>
        <Fact name={t('saved_inside')}>
          <CountList counts={first.together} />
        </Fact>
        <Fact name={t('saved_size')}>
          {fileSize(size)}
          {files.length > 1 && ` · ${tn('count_files', files.length)}`}
        </Fact>
        {files.map((file) => (
          <Fact key={file.fileName} name={files.length > 1 ? file.fileName : t('fingerprint')}>
            <span class="mono">{file.fingerprint}</span> <CopyButton text={file.fingerprint} label={t('copy')} quiet />
          </Fact>
        ))}
      </Facts>
      <Missing />
      <ul class="advice">
        {files.length > 1 && <li>{t('files_in_order')}</li>}
        <li>{t('saved_advice_elsewhere')}</li>
        <li>{t('saved_advice_password')}</li>
        {holdsKeys && <li>{t('saved_advice_keys')}</li>}
        <li>{t('saved_advice_nobody')}</li>
      </ul>
      <div class="actions">
        <a class="button button-primary" href={linkTo('overview')}>
          {t('done')}
        </a>
        <Button onClick={onAgain} testId="export-again">
          {t('saved_again')}
        </Button>
      </div>
    </Card>
  );
};

/** What is in no backup even now: a file for another wallet seldom holds everything. */
const Missing = (): JSX.Element | null => {
  const backup = useSession().snapshot.summary?.backup;
  if (backup === undefined || sumOf(backup.missing) === 0) return null;
  return (
    <p class="panel panel-warn" data-testid="export-still-missing" data-accounts={backup.missing.accounts}>
      <AlertIcon />
      <span class="panel-body">{t('saved_missing', { what: countWords(backup.missing).join(', ') })}</span>
    </p>
  );
};

/** Files are compared in the order they were made; a person chooses them in any order, and the browser sorts by name. */
function inOrder(files: readonly SealedFile[], chosen: readonly Uint8Array[]): Uint8Array[] {
  const left = [...chosen];
  const matched = files.flatMap((file) => {
    const at = left.findIndex((bytes) => sameBytes(bytes, file.bytes));
    return at < 0 ? [] : left.splice(at, 1);
  });
  return [...matched, ...left];
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

/** Closing the tab now would throw a sealed, unsaved backup away. */
function useLeaveGuard(): void {
  useEffect(() => {
    const guard = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', guard);
    return () => removeEventListener('beforeunload', guard);
  }, []);
}
