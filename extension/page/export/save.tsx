// Knows how sealed files reach the disk: a place the person chooses, or else a download. Either way the bytes on the disk are
// read again and compared by the engine before the word "saved" appears.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { SealedFile } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { countList, sumOf } from '../../ui/counts';
import { Confirm } from '../../ui/dialog';
import { FaultPanel } from '../../ui/fault';
import { FileDrop } from '../../ui/file-drop';
import { fileSize } from '../../ui/format';
import { AlertIcon, CheckIcon, ImportIcon } from '../../ui/icons';
import { Card, CountList, Fact, Facts } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { STEP_HEADING } from '../../ui/kept-focus';
import { t, type TextKey, tn } from '../../ui/texts';
import { linkTo } from '../app/route';
import { canChoosePlace, type DiskTrouble, download, mayAskNow, saveAt } from './disk';
import { SaveAll } from './save-all';

interface SaveFilesProps {
  readonly files: readonly SealedFile[];
  /** Whether the place is asked for at once: the click that made the file was for that, too. */
  readonly atOnce: boolean;
  readonly onSaved: (readBack: boolean) => void;
  readonly onDropped: () => void;
}

type Place =
  /** Nothing was handed out yet. */
  | { readonly kind: 'nowhere' }
  /** Handed to the browser's downloads: nobody has seen yet whether it arrived. */
  | { readonly kind: 'downloads' }
  /** Written where the person chose, and read from there. */
  | { readonly kind: 'chosen'; readonly bytes: Uint8Array };

/** What is said of it, and who can act. */
const TROUBLES: Readonly<Record<DiskTrouble, TextKey>> = {
  cancelled: 'save_place_cancelled',
  full: 'save_place_full',
  refused: 'save_place_refused',
  failed: 'save_place_failed',
};

interface Trouble {
  readonly kind: DiskTrouble | 'unreadable';
  readonly sentence: string;
}

/** The sealed files, each with its ways to the disk; then the look at what is really there. */
export const SaveFiles = ({ files, atOnce, onSaved, onDropped }: SaveFilesProps): JSX.Element => {
  const [places, setPlaces] = useState<readonly Place[]>(() => files.map(() => ({ kind: 'nowhere' })));
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [writing, setWriting] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const saved = useAction();
  const dropping = useAction();
  const chooser = canChoosePlace();

  const report = async (readBack: Uint8Array[]): Promise<boolean> => {
    const done = (await saved.run({ export: { saved: { readBack } } })) !== null;
    if (done) onSaved(readBack.length > 0);
    return done;
  };
  const settle = async (position: number, place: Place): Promise<void> => {
    const next = places.map((old, at) => (at === position ? place : old));
    setPlaces(next);
    setTrouble(null);
    const written = next.flatMap((one) => (one.kind === 'chosen' ? [one.bytes] : []));
    // What reads back differently is as good as nowhere: it is written once more.
    if (written.length === files.length && !(await report(written))) setPlaces(files.map(() => ({ kind: 'nowhere' })));
  };
  const choosePlace = async (file: SealedFile, position: number): Promise<void> => {
    saved.forget();
    const outcome = await saveAt(file.fileName, file.bytes, () => setWriting(true));
    setWriting(false);
    if (outcome.kind === 'written') await settle(position, { kind: 'chosen', bytes: outcome.readBack });
    else setTrouble({ kind: outcome.kind, sentence: t(TROUBLES[outcome.kind], { file: file.fileName }) });
  };
  const compare = async (chosen: readonly File[]): Promise<void> => {
    setTrouble(null);
    try {
      const bytes = await Promise.all(chosen.map(async (file) => new Uint8Array(await file.arrayBuffer())));
      await report(inOrder(files, bytes));
    } catch {
      setTrouble({ kind: 'unreadable', sentence: t('save_read_failed') });
    }
  };
  const throwAway = async (): Promise<void> => {
    if ((await dropping.run({ export: 'drop' })) !== null) onDropped();
  };

  const [only] = files.length === 1 ? files : [];
  useEffect(() => {
    if (atOnce && only !== undefined && mayAskNow()) void choosePlace(only, 0);
    // Once, when the step begins.
  }, []);

  const downloaded = places.every(({ kind }) => kind !== 'nowhere') && places.some(({ kind }) => kind === 'downloads');
  return (
    <>
      {files.length > 1 && (
        <SaveAll
          files={files}
          atOnce={atOnce}
          onWritten={(readBack) => void report(readBack)}
          onDownloaded={() => setPlaces(files.map(() => ({ kind: 'downloads' })))}
        />
      )}
      <section class="card">
        <h2 {...STEP_HEADING}>{tn('save_title', files.length)}</h2>
        <p>{t('save_sealed')}</p>
        {chooser && <p class="hint">{t('save_dialog_before')}</p>}
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
                {chooser && (
                  <Button
                    kind={only !== undefined && places[position]?.kind === 'nowhere' ? 'primary' : 'plain'}
                    disabled={writing || saved.busy}
                    onClick={() => void choosePlace(file, position)}
                    testId="export-choose-place"
                  >
                    {t(places[position]?.kind === 'chosen' ? 'save_choose_again' : 'save_choose_place')}
                  </Button>
                )}
                <button
                  type="button"
                  class={chooser ? 'button button-quiet' : only !== undefined && places[position]?.kind === 'nowhere' ? 'button button-primary' : 'button'}
                  data-testid="export-download"
                  data-file-name={file.fileName}
                  onClick={() => {
                    download(file.fileName, file.bytes);
                    void settle(position, { kind: 'downloads' });
                  }}
                >
                  <ImportIcon />
                  {t(places[position]?.kind === 'downloads' ? 'save_download_again' : chooser ? 'save_download_instead' : 'save_download')}
                </button>
              </div>
            </li>
          ))}
        </ul>
        {(writing || saved.busy) && <Busy sentence={t('save_writing')} />}
        {trouble !== null && (
          <p class={trouble.kind === 'cancelled' ? 'panel panel-info' : 'panel panel-warn'} role="alert" data-testid="export-trouble" data-kind={trouble.kind}>
            <AlertIcon />
            <span class="panel-body">{trouble.sentence}</span>
          </p>
        )}
        {saved.fault !== null && <FaultPanel fault={saved.fault} />}
      </section>
      {downloaded && (
        <Card title={t('save_look_title')}>
          <p>{tn('save_look', files.length)}</p>
          <FileDrop
            prompt={tn('save_look_drop', files.length)}
            browse={t('save_look_browse')}
            multiple={files.length > 1}
            inputTestId="export-verify"
            onFiles={(chosen) => void compare(chosen)}
          />
          <div class="actions">
            <Button kind="quiet" onClick={() => void report([])} disabled={saved.busy} testId="export-skip-verify">
              {t('save_look_skip')}
            </Button>
          </div>
        </Card>
      )}
      <div class="actions">
        <Button kind="quiet" onClick={() => setLeaving(true)} testId="export-back">
          {t('save_back')}
        </Button>
      </div>
      {leaving && (
        <Confirm
          title={t('save_leave_title')}
          text={tn('save_leave_text', files.length)}
          confirm={t('save_leave_confirm')}
          busy={dropping.busy}
          onConfirm={() => void throwAway()}
          onClose={() => setLeaving(false)}
        />
      )}
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
        <h2 class="result-title" ref={heading} {...STEP_HEADING}>
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
        {!readBack && (
          <a class="button" href={linkTo('check')}>
            {t('check_title')}
          </a>
        )}
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
      <span class="panel-body">{t('saved_missing', { what: countList(backup.missing) })}</span>
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
