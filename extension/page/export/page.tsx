// Knows the export flow: what goes in, a password, the sealed files, and "saved" only after the saved bytes were read back.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { WRITTEN } from '../../engine.limits';
import type { ExportPreview, ExportView, SealedFile } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { countList, sumOf } from '../../ui/counts';
import { FaultPanel, NoticeList } from '../../ui/fault';
import { PasswordField } from '../../ui/field';
import { AlertIcon } from '../../ui/icons';
import { Names } from '../../ui/names';
import { FILE_PASSWORD, NewPassword } from '../../ui/new-password';
import { Card, Empty, PageTitle, Steps } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t, type TextKey, tn } from '../../ui/texts';
import { WaysIn } from '../app/ways-in';
import { canChoosePlace } from './disk';
import { SaveFiles, SavedCard } from './save';
import { keepUnsaved, takeUp, type Unsaved } from './unsaved';

type Flow =
  /** `gone`: files that were made were not saved before the vault was locked. */
  | { readonly step: 'choose'; readonly gone: boolean }
  /** `atOnce`: the place is asked for by the click that made the files. */
  | (Unsaved & { readonly step: 'save'; readonly atOnce: boolean })
  | (Unsaved & { readonly step: 'saved'; readonly readBack: boolean });

const AT: Readonly<Record<Flow['step'], number>> = { choose: 0, save: 1, saved: 2 };

const CHOOSE: Flow = { step: 'choose', gone: false };

/** The export page. */
export const ExportPage = (): JSX.Element => {
  const { snapshot } = useSession();
  const [flow, setFlow] = useState<Flow>(() => {
    const left = takeUp(snapshot.export.step === 'unsaved');
    if (left === 'gone') return { step: 'choose', gone: true };
    return left === null ? CHOOSE : { ...left, step: 'save', atOnce: false };
  });
  const empty = snapshot.summary === null || sumOf(snapshot.summary.counts) === 0;
  const seal = (files: readonly SealedFile[], holdsKeys: boolean): void => {
    keepUnsaved({ files, holdsKeys });
    setFlow({ step: 'save', files, holdsKeys, atOnce: true });
  };
  const leave = (next: Flow): void => {
    keepUnsaved(null);
    setFlow(next);
  };
  return (
    <>
      <PageTitle lead={t('export_lead')}>{t('nav_export')}</PageTitle>
      {empty && flow.step === 'choose' ? (
        <Empty title={t('export_empty')}>
          <div class="actions">
            <WaysIn />
          </div>
        </Empty>
      ) : (
        <>
          <Steps names={[t('export_step_choose'), t('export_step_save'), t('export_step_saved')]} at={AT[flow.step]} />
          {flow.step === 'choose' && (
            <>
              {flow.gone && (
                <p class="panel panel-warn" role="status" data-testid="export-gone">
                  <AlertIcon />
                  <span class="panel-body">{t('unsaved_gone')}</span>
                </p>
              )}
              <Choose onSealed={seal} />
            </>
          )}
          {flow.step === 'save' && (
            <SaveFiles
              files={flow.files}
              atOnce={flow.atOnce}
              onSaved={(readBack) => leave({ ...flow, step: 'saved', readBack })}
              onDropped={() => leave(CHOOSE)}
            />
          )}
          {flow.step === 'saved' && (
            <SavedCard
              files={flow.files}
              holdsKeys={flow.holdsKeys}
              readBack={flow.readBack}
              onAgain={() => setFlow(CHOOSE)}
            />
          )}
        </>
      )}
    </>
  );
};

/** What a whole wallet is written as. */
type Written = (typeof WRITTEN)[number];

const WORDS: Readonly<Record<Written, { readonly title: TextKey; readonly text: TextKey }>> = {
  'lifeboat-backup': { title: 'format_lifeboat_backup', text: 'format_lifeboat_backup_text' },
  'desktop-wallet': { title: 'format_desktop_wallet', text: 'format_desktop_wallet_text' },
  'phone-wallet': { title: 'format_phone_wallet', text: 'format_phone_wallet_text' },
};

/** What a file of a format would hold; `null` until the engine has counted. */
interface Counted {
  readonly format: Written;
  readonly preview: ExportPreview;
}

const Choose = ({
  onSealed,
}: {
  readonly onSealed: (files: readonly SealedFile[], holdsKeys: boolean) => void;
}): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const [format, setFormat] = useState<Written>('lifeboat-backup');
  const [counted, setCounted] = useState<Counted | null>(null);
  const { run, fault } = useAction();
  const seal = useAction();
  const [unlock, setUnlock] = useState('');
  const unlockField = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const sealing = snapshot.export.step === 'sealing' || seal.busy;
  useEffect(() => {
    let current = true;
    void run({ export: { preview: { format } } }).then((done) => {
      if (!current || done === null) return;
      setCounted({ format, preview: done.value });
    });
    return () => {
      current = false;
    };
  }, [run, format, wallet]);
  const now = counted?.format === format ? counted : null;
  const asks = now?.preview.keys.asksForPassword === true;
  const send = async (password: string): Promise<void> => {
    if (asks && unlock === '') {
      unlockField.current?.focus();
      return;
    }
    const done = await seal.run({ export: { seal: { format, password, unlockPassword: asks ? unlock : null } } });
    if (done !== null) onSealed(done.value, (now?.preview.keys.accounts ?? 0) > 0);
  };
  const choose = (other: Written): void => {
    setFormat(other);
    // What was pressed is gone, and what it changed stands above.
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'center' });
  };
  return (
    <>
      <Card>
        <div class="result">
          <h2 ref={heading} tabIndex={-1}>
            {t(WORDS[format].title)}
          </h2>
          <p>{t(WORDS[format].text)}</p>
        </div>
        {fault !== null && <FaultPanel fault={fault} />}
        {fault === null && now === null && <Busy sentence={t('export_counting')} />}
        {now !== null && <Contents format={format} preview={now.preview} />}
      </Card>
      {(now === null || !now.preview.isEmpty) && (
        <Card title={t('export_password_title')}>
          <p>{t('export_password_why')}</p>
          {asks && (
            <PasswordField
              label={t('export_unlock')}
              hint={t('export_unlock_hint')}
              value={unlock}
              onInput={setUnlock}
              autocomplete="current-password"
              disabled={sealing}
              inputRef={unlockField}
              testId="export-unlock"
            />
          )}
          <NewPassword
            label={t('export_password')}
            hint={t('export_password_hint')}
            submit={t('export_submit')}
            floor={FILE_PASSWORD}
            busy={sealing}
            onReady={(password) => void send(password)}
            name="export"
          />
          {canChoosePlace() && (now?.preview.files ?? 1) === 1 && <p class="hint">{t('save_dialog_before')}</p>}
          {sealing && <Sealing view={snapshot.export} />}
          {seal.fault !== null && seal.fault.code !== 'out-of-step' && <FaultPanel fault={seal.fault} />}
        </Card>
      )}
      {!sealing && <OtherKinds than={format} onChoose={choose} />}
    </>
  );
};

/** The other kinds of file. Whoever wants none of them need not read about them first. */
const OtherKinds = ({ than, onChoose }: { readonly than: Written; readonly onChoose: (format: Written) => void }): JSX.Element => (
  <section class="group">
    <h2 class="section-title">{t('export_other_kinds')}</h2>
    <ul class="columns">
      {WRITTEN.filter((one) => one !== than).map((one) => (
        <li key={one}>
          <button type="button" class="door" onClick={() => onChoose(one)} data-testid={`export-format-${one}`}>
            <span class="door-title">{t(WORDS[one].title)}</span>
            <span class="door-text">{t(WORDS[one].text)}</span>
          </button>
        </li>
      ))}
    </ul>
  </section>
);

/** A wait that can be given up; where it takes several files, with how far it is. */
const Sealing = ({ view }: { readonly view: ExportView }): JSX.Element => {
  const cancel = useAction();
  const many = view.step === 'sealing' && view.files > 1;
  return (
    <>
      {many ? (
        <Busy
          sentence={t('export_sealing_many', { number: Math.min(view.done + 1, view.files), files: view.files })}
          done={view.done}
          total={view.files}
        />
      ) : (
        <Busy sentence={t('export_sealing')} />
      )}
      {many && (
        <div class="actions">
          <Button onClick={() => void cancel.run({ export: 'cancel' })} testId="export-cancel">
            {t('cancel')}
          </Button>
        </div>
      )}
    </>
  );
};

const NAMES_SHOWN = 12;

interface ContentsProps {
  readonly format: Written;
  readonly preview: ExportPreview;
}

/** What the file will hold, what the format cannot carry, and what its keys can do; the names and the rest are folded. */
const Contents = ({ format, preview }: ContentsProps): JSX.Element => {
  const { counts, accountNames, omissions, otherwise, files, missingAfter, keys, isEmpty: empty } = preview;
  return (
    <div
      class="stack"
      data-testid="export-preview"
      data-format={format}
      data-accounts={counts.accounts}
      data-identities={counts.identities}
      data-contacts={counts.contacts}
      data-files={files}
    >
      {empty && (
        <p class="panel panel-warn" data-testid="export-nothing">
          <AlertIcon />
          <span class="panel-body">
            <span class="panel-title">{t('export_contents_none')}.</span> {t(format === 'phone-wallet' ? 'export_none_phone' : 'export_none_desktop')}
          </span>
        </p>
      )}
      {!empty && (
        <details data-testid="export-inside">
          <summary>{t('export_inside', { what: countList(counts) })}</summary>
          <div class="stack-tight">
            {accountNames.length > 0 && <Names names={accountNames} most={NAMES_SHOWN} />}
            <OtherKeys format={format} preview={preview} />
            {otherwise.length > 0 && <h3>{t('export_otherwise')}</h3>}
            <NoticeList notices={otherwise} testId="export-otherwise" />
          </div>
        </details>
      )}
      {!empty && keys.accounts + keys.identities > 0 && (
        <p data-testid="export-keys" data-keys={keys.accounts}>
          {keys.accounts > 0 ? tn('export_keys_in', keys.accounts) : t('export_keys_identities')}
        </p>
      )}
      {files > 1 && (
        <p data-testid="export-files">
          {tn('export_files', files)} {t('files_in_order')}
        </p>
      )}
      {omissions.length > 0 && <h3>{t('export_omissions')}</h3>}
      <NoticeList notices={omissions} testId="export-omission" tone="warn" />
      {!empty && sumOf(missingAfter) > 0 && (
        <p class="panel panel-warn" data-testid="export-missing" data-accounts={missingAfter.accounts}>
          <AlertIcon />
          <span class="panel-body">{t('export_missing_after', { what: countList(missingAfter) })}</span>
        </p>
      )}
    </div>
  );
};

/** Which keys are never in a file. */
const OtherKeys = ({ format, preview: { keys } }: ContentsProps): JSX.Element => {
  const { wallet } = useSession();
  const none = keys.accounts === 0 && keys.identities === 0 && !wallet.hasLedger;
  return (
    <>
      {format === 'desktop-wallet' && <p>{t('export_keys_desktop')}</p>}
      {format !== 'phone-wallet' && wallet.hasLedger && <p>{t('export_keys_ledger')}</p>}
      {format === 'lifeboat-backup' && none && <p>{t('export_keys_none')}</p>}
    </>
  );
};
