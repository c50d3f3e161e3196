// Knows the export flow: what goes in, a password, the sealed files, and "saved" only after the saved bytes were read back.

import { Fragment, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { ExportFormat, ExportPreview, SealedFile } from '../engine.types';
import { Busy } from '../ui/busy';
import { FaultPanel, NoticeList } from '../ui/fault';
import { NewPassword } from '../ui/new-password';
import { Card, CountList, Empty, PageTitle, Steps, sumOf } from '../ui/page';
import { useAction, useSession } from '../ui/session';
import { t, tn } from '../ui/texts';
import { SaveFiles, SavedCard } from './export/save';
import { WaysIn } from './ways-in';

type Flow =
  | { readonly step: 'choose' }
  | { readonly step: 'save'; readonly files: readonly SealedFile[] }
  | { readonly step: 'saved'; readonly files: readonly SealedFile[]; readonly readBack: boolean };

const AT: Readonly<Record<Flow['step'], number>> = { choose: 0, save: 1, saved: 2 };

/** The export page. */
export const ExportPage = (): JSX.Element => {
  const { snapshot } = useSession();
  const [flow, setFlow] = useState<Flow>({ step: 'choose' });
  const empty = snapshot.summary === null || sumOf(snapshot.summary.counts) === 0;
  return (
    <>
      <PageTitle lead={t('export_lead')}>{t('nav_export')}</PageTitle>
      {empty ? (
        <Empty title={t('export_empty')}>
          <div class="actions">
            <WaysIn />
          </div>
        </Empty>
      ) : (
        <>
          <Steps names={[t('export_step_choose'), t('export_step_save'), t('export_step_saved')]} at={AT[flow.step]} />
          {flow.step === 'choose' && <Choose onSealed={(files) => setFlow({ step: 'save', files })} />}
          {flow.step === 'save' && (
            <SaveFiles
              files={flow.files}
              onSaved={(readBack) => setFlow({ step: 'saved', files: flow.files, readBack })}
              onBack={() => setFlow({ step: 'choose' })}
            />
          )}
          {flow.step === 'saved' && (
            <SavedCard files={flow.files} readBack={flow.readBack} onAgain={() => setFlow({ step: 'choose' })} />
          )}
        </>
      )}
    </>
  );
};

const FORMATS = [
  { format: 'lifeboat-backup', title: 'format_lifeboat_backup', text: 'format_lifeboat_backup_text' },
  { format: 'desktop-wallet', title: 'format_desktop_wallet', text: 'format_desktop_wallet_text' },
] as const;

const Choose = ({ onSealed }: { readonly onSealed: (files: readonly SealedFile[]) => void }): JSX.Element => {
  const [format, setFormat] = useState<ExportFormat>('lifeboat-backup');
  const seal = useAction();
  const sealing = useSession().snapshot.export.step === 'sealing' || seal.busy;
  const send = async (password: string): Promise<void> => {
    const done = await seal.run({ type: 'export-seal', format, password });
    if (done !== null) onSealed(done.value);
  };
  return (
    <>
      <fieldset class="formats" disabled={sealing}>
        <legend class="section-title">{t('export_format')}</legend>
        {FORMATS.map((one) => (
          <label key={one.format} class="format">
            <input
              type="radio"
              name="format"
              value={one.format}
              checked={format === one.format}
              onChange={() => setFormat(one.format)}
              data-testid={`export-format-${one.format}`}
            />
            <span class="format-title">{t(one.title)}</span>
            <span class="format-text">{t(one.text)}</span>
          </label>
        ))}
      </fieldset>
      <Contents format={format} />
      <Card title={t('export_password_title')}>
        <p>{t('export_password_why')}</p>
        <NewPassword
          label={t('export_password')}
          hint={t('export_password_hint')}
          submit={t('export_submit')}
          shortest={6}
          busy={sealing}
          onReady={(password) => void send(password)}
          name="export"
        />
        {sealing && <Busy sentence={t('export_sealing')} />}
        {seal.fault !== null && <FaultPanel fault={seal.fault} />}
      </Card>
    </>
  );
};

const NAMES_SHOWN = 12;

/** What the file will hold, what the format cannot carry, and what is never in a file. */
const Contents = ({ format }: { readonly format: ExportFormat }): JSX.Element => {
  const { wallet } = useSession();
  const { run, fault } = useAction();
  const [preview, setPreview] = useState<(ExportPreview & { readonly format: ExportFormat }) | null>(null);
  useEffect(() => {
    let current = true;
    void run({ type: 'export-preview', format }).then((done) => {
      if (current && done !== null) setPreview({ ...done.value, format });
    });
    return () => {
      current = false;
    };
  }, [run, format, wallet]);

  if (fault !== null) return <FaultPanel fault={fault} />;
  if (preview?.format !== format) return <Busy sentence={t('export_counting')} />;
  const { counts, accountNames, omissions, files } = preview;
  const more = accountNames.length - NAMES_SHOWN;
  return (
    <section
      class="card"
      data-testid="export-preview"
      data-accounts={counts.accounts}
      data-identities={counts.identities}
      data-contacts={counts.contacts}
      data-files={files}
    >
      <h2>{t('export_contents')}</h2>
      <CountList counts={counts} />
      {accountNames.length > 0 && (
        <p class="names">
          {accountNames.slice(0, NAMES_SHOWN).map((name, position) => (
            <Fragment key={position}>
              {position > 0 && ' · '}
              <bdi>{name}</bdi>
            </Fragment>
          ))}
          {more > 0 && ` ${tn('export_names_more', more)}`}
        </p>
      )}
      {files > 1 && <p>{tn('export_files', files)}</p>}
      <NoticeList notices={omissions} testId="export-omission" tone="warn" />
      <p class="hint">{t('export_never')}</p>
    </section>
  );
};
