// Knows the import flow: a file, its password, perhaps its network, the preview, the report.
// Refuses to know what is in a file: the engine recognises, opens and plans.

import type { JSX } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import type { Effort, Fault, Foreign as ForeignText, ImportView } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { PasswordField } from '../../ui/field';
import { FileDrop } from '../../ui/file-drop';
import { Foreign } from '../../ui/foreign';
import { dateTime, fileSize } from '../../ui/format';
import { AlertIcon, FileIcon } from '../../ui/icons';
import { Card, Fold, PageTitle, Steps } from '../../ui/page';
import { type Action, useAction, useSession } from '../../ui/session';
import { type TextKey, t, tn } from '../../ui/texts';
import { linkTo } from '../app/route';
import { networkName } from '../settings/network';
import { OPENING, readChosen } from './chosen-file';
import { FORMATS, LISTED } from './formats';
import { Preview } from './preview';
import { Report } from './report';
import { TakeBack } from './take-back';

const AT: Readonly<Record<ImportView['step'], number>> = {
  idle: 0,
  recognised: 1,
  opening: 1,
  'network-needed': 1,
  'too-early': 1,
  preview: 2,
  done: 3,
};

/** The import page. */
export const ImportPage = (): JSX.Element => {
  const view = useSession().snapshot.import;
  const chooser = useFileChooser();
  const { forget } = chooser;
  // Whoever goes on with the file at hand is done with the one that was refused.
  useEffect(() => {
    if (view.step === 'opening') forget();
  }, [view.step, forget]);
  const recognised = useRef<Recognised | null>(null);
  if (view.step === 'recognised') recognised.current = view;
  if (view.step === 'preview' && isRecovery(view)) {
    return (
      <>
        <PageTitle>{t('nav_import')}</PageTitle>
        <Card title={t('import_recovery_waiting')}>
          <p>{t('import_recovery_waiting_text')}</p>
          <div class="actions">
            <a class="button button-primary" href={linkTo('recover')}>
              {t('import_recovery_open')}
            </a>
          </div>
        </Card>
      </>
    );
  }
  return (
    <>
      <PageTitle lead={t('import_lead')}>{t('nav_import')}</PageTitle>
      <Steps
        names={[t('import_step_file'), t('import_step_open'), t('import_step_preview'), t('import_step_done')]}
        at={AT[view.step]}
      />
      <Step view={view} recognised={recognised.current} chooser={chooser} />
      <Waiting chooser={chooser} ready={view.step === 'idle' || view.step === 'done'} />
      <TakeBack />
    </>
  );
};

/** Whether this preview or report belongs to the recovery flow. */
export function isRecovery(view: ImportView): boolean {
  return (view.step === 'preview' || view.step === 'done') && view.origin.from !== 'file';
}

interface StepProps {
  readonly view: ImportView;
  readonly recognised: Recognised | null;
  readonly chooser: FileChooser;
}

const Step = ({ view, recognised, chooser }: StepProps): JSX.Element => {
  switch (view.step) {
    case 'idle':
      return <ChooseFile first main chooser={chooser} />;
    case 'recognised':
      return <OpenFile view={view} opening={false} chooser={chooser} />;
    case 'opening':
      // The form stays while the key is derived, with what was typed in it: a wrong password is mended, not retyped.
      return recognised !== null ? (
        <OpenFile view={recognised} opening chooser={chooser} />
      ) : (
        <Card>
          <FileLine name={view.fileName} />
          <Busy sentence={t(OPENING[view.effort ?? 'moment'])} />
          <div class="actions">
            <Cancel />
          </div>
        </Card>
      );
    case 'network-needed':
      return <ChooseNetwork view={view} chooser={chooser} />;
    case 'too-early':
      return <FirstFileFirst view={view} chooser={chooser} />;
    case 'preview':
      return (
        <>
          <Preview view={view} />
          <ChooseFile first={false} chooser={chooser} />
        </>
      );
    case 'done':
      return isRecovery(view) ? (
        <ChooseFile first chooser={chooser} />
      ) : (
        <>
          <Report view={view} />
          <h2 class="section-title">{t('report_another')}</h2>
          <ChooseFile first chooser={chooser} />
        </>
      );
  }
};

interface FileChooser {
  readonly busy: boolean;
  readonly fault: Fault | null;
  /** A sentence about a file the engine never saw. */
  readonly trouble: string | null;
  /** Files that were chosen together with the one at hand, in the order in which they are taken. */
  readonly waiting: readonly File[];
  readonly take: (files: readonly File[]) => Promise<void>;
  readonly forget: () => void;
}

/** Belongs to the page, not to a drop zone: the zone may have made way for another one when the answer comes. */
function useFileChooser(): FileChooser {
  const choose = useAction();
  const [trouble, setTrouble] = useState<string | null>(null);
  const forgetFault = choose.forget;
  const forget = useCallback((): void => {
    forgetFault();
    setTrouble(null);
  }, [forgetFault]);
  const [waiting, setWaiting] = useState<readonly File[]>([]);
  const take = async (files: readonly File[]): Promise<void> => {
    const [file, ...rest] = inOrder(files);
    if (file === undefined) return;
    forget();
    setWaiting(rest);
    const chosen = await readChosen(file);
    if ('trouble' in chosen) setTrouble(chosen.trouble);
    else await choose.run({ import: { file: { fileName: file.name, bytes: chosen.bytes } } });
  };
  return { busy: choose.busy, fault: choose.fault, trouble, waiting, take, forget };
}

/** The parts of one export in their order: the accounts come with the first. */
function inOrder(files: readonly File[]): readonly File[] {
  return [...files].sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
}

/** What is left of several files that were chosen at once. */
const Waiting = ({
  chooser,
  ready,
}: {
  readonly chooser: FileChooser;
  /** Whether the next one can be taken now. */
  readonly ready: boolean;
}): JSX.Element | null => {
  const { waiting, busy, take } = chooser;
  const [next] = waiting;
  if (next === undefined) return null;
  return (
    <div class="panel panel-info" data-testid="import-waiting" data-count={waiting.length}>
      <FileIcon />
      <div class="panel-body">
        <p>{tn('import_waiting', waiting.length)}</p>
        {ready && (
          <div class="actions">
            <Button kind="primary" disabled={busy} onClick={() => void take(waiting)} testId="import-next">
              {t('import_next', { file: next.name })}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
};

interface ChooseFileProps {
  readonly first: boolean;
  /** Whether it is what the page is for. */
  readonly main?: boolean;
  /** Which one, where it is the next thing to do. */
  readonly next?: string;
  readonly chooser: FileChooser;
}

/** The drop zone on an empty page; only a button where a file was chosen already. */
const ChooseFile = ({ first, main = false, next, chooser }: ChooseFileProps): JSX.Element => {
  const { busy, fault, trouble, take } = chooser;
  return (
    <>
      <FileDrop
        prompt={t('import_drop')}
        browse={next ?? t(first ? 'import_browse' : 'import_other_file')}
        small={!first}
        next={main || next !== undefined}
        multiple
        inputTestId="import-file"
        zoneTestId="import-drop"
        onFiles={(files) => void take(files)}
      />
      {busy && <Busy sentence={t('import_reading')} />}
      {fault !== null && <FaultPanel fault={fault} />}
      {trouble !== null && (
        <p class="panel panel-bad" role="alert">
          <AlertIcon />
          <span class="panel-body">{trouble}</span>
        </p>
      )}
      {first && (
        <Fold title={t('import_kinds_title')} testId="import-kinds">
          <ul class="advice">
            {LISTED.map((listed) => (
              <li key={listed}>{t(listed)}</li>
            ))}
            <li>{t('import_kinds_keys')}</li>
          </ul>
        </Fold>
      )}
    </>
  );
};

type Recognised = Extract<ImportView, { step: 'recognised' }>;

/** What is said before, where opening takes longer than anybody expects. */
const EFFORT: Readonly<Record<Effort, TextKey | null>> = {
  moment: null,
  seconds: 'import_effort_seconds',
  long: 'import_effort_long',
};

interface OpenFileProps {
  readonly view: Recognised;
  readonly opening: boolean;
  readonly chooser: FileChooser;
}

/** What a file is, as far as that shows before it is opened, and the way to open it. */
const OpenFile = ({ view, opening, chooser }: OpenFileProps): JSX.Element => {
  const open = useAction();
  const busy = opening || open.busy;
  const fault = view.fault ?? open.fault;
  const effort = view.effort === null ? null : EFFORT[view.effort];
  return (
    <Card>
      <FileLine name={view.fileName} size={view.size} />
      <div
        class="stack-small"
        data-testid="import-recognised"
        data-format={view.format ?? 'shared'}
        data-encrypted={String(view.encrypted)}
      >
        <p>{t(view.format === null ? 'import_kind_concordium_envelope' : FORMATS[view.format].recognised)}</p>
        {view.createdAt !== null && <p class="hint">{t('import_made_at', { when: dateTime(view.createdAt) })}</p>}
      </div>
      {effort !== null && (
        <p class="hint" data-testid="import-effort" data-effort={view.effort ?? undefined}>
          {t(effort)}
        </p>
      )}
      {view.encrypted ? (
        <PasswordForm open={open} busy={busy} fault={fault} />
      ) : (
        <>
          {view.keysInClear && <KeysInTheClear />}
          <div class="actions">
            <Button
              kind="primary"
              disabled={busy}
              onClick={() => void open.run({ import: 'open' })}
              testId="import-open"
            >
              {t('import_open')}
            </Button>
            <Cancel />
          </div>
        </>
      )}
      {!busy && <ChooseFile first={false} chooser={chooser} />}
      {busy && <Busy sentence={t(view.encrypted ? OPENING[view.effort ?? 'moment'] : 'import_reading')} />}
      {fault !== null && !busy && <FaultPanel fault={fault} />}
    </Card>
  );
};

interface PasswordFormProps {
  readonly open: Action;
  readonly busy: boolean;
  readonly fault: Fault | null;
}

const PasswordForm = ({ open, busy, fault }: PasswordFormProps): JSX.Element => {
  const [password, setPassword] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (busy) return;
    field.current?.focus();
    field.current?.select();
  }, [fault, busy]);
  const send = (event: Event): void => {
    event.preventDefault();
    if (!busy && password !== '') void open.run({ import: { password: { password } } });
  };
  return (
    <form class="stack" onSubmit={send}>
      <PasswordField
        label={t('import_password')}
        hint={t('import_password_hint')}
        value={password}
        onInput={setPassword}
        autocomplete="off"
        disabled={busy}
        inputRef={field}
        testId="import-password"
      />
      <div class="actions">
        <Button kind="primary" type="submit" disabled={busy || password === ''} testId="import-open">
          {t('import_open')}
        </Button>
        <Cancel />
      </div>
    </form>
  );
};

/** A file that anybody can read: what that means, and what becomes of the file afterwards. */
const KeysInTheClear = (): JSX.Element => (
  <div class="panel panel-warn" role="note" data-testid="import-unencrypted">
    <AlertIcon />
    <div class="panel-body">
      <p class="panel-title">{t('import_clear_title')}</p>
      <p>{t('import_clear_text')}</p>
      <p>{t('import_clear_after')}</p>
    </div>
  </div>
);

const Cancel = (): JSX.Element => {
  const cancel = useAction();
  return (
    <Button onClick={() => void cancel.run({ import: 'cancel' })} testId="import-cancel">
      {t('cancel')}
    </Button>
  );
};

interface ChooseNetworkProps {
  readonly view: Extract<ImportView, { step: 'network-needed' }>;
  readonly chooser: FileChooser;
}

const ChooseNetwork = ({ view, chooser }: ChooseNetworkProps): JSX.Element => {
  const choose = useAction();
  return (
    <Card title={t('import_network_title')}>
      <FileLine name={view.fileName} />
      <p data-testid="import-network-says" data-says={view.says ?? undefined}>
        {view.says === null ? t('import_network_why') : t('import_network_says', { says: view.says })}{' '}
        {t('import_network_which')}
      </p>
      <p class="hint">{t('import_network_hint')}</p>
      <div class="actions">
        {view.networks.map((network) => (
          <button
            key={network.genesis}
            type="button"
            class="button"
            disabled={choose.busy}
            onClick={() => void choose.run({ import: { network: { genesis: network.genesis } } })}
            data-testid="import-network"
            data-genesis={network.genesis}
          >
            {networkName(network)}
          </button>
        ))}
        <Cancel />
      </div>
      <ChooseFile first={false} chooser={chooser} />
      {choose.fault !== null && <FaultPanel fault={choose.fault} />}
    </Card>
  );
};

interface FirstFileFirstProps {
  readonly view: Extract<ImportView, { step: 'too-early' }>;
  readonly chooser: FileChooser;
}

/** A later file of several, whose accounts come with the first one. */
const FirstFileFirst = ({ view, chooser }: FirstFileFirstProps): JSX.Element => {
  const { fileName, part, of, waiting } = view;
  const goOn = useAction();
  return (
    <Card title={t('import_early_title', { of })}>
      <FileLine name={fileName} />
      <p data-testid="import-early" data-part={part} data-of={of} data-waiting={waiting}>
        {t('import_early_which', { part, of })} {tn('import_early_waiting', waiting)}
      </p>
      <p>{t('import_early_do', { of })}</p>
      <ChooseFile first={false} next={t('import_early_choose')} chooser={chooser} />
      <div class="actions">
        <Button
          kind="quiet"
          disabled={goOn.busy}
          onClick={() => void goOn.run({ import: 'early' })}
          testId="import-early-on"
        >
          {t('import_early_on')}
        </Button>
        <Cancel />
      </div>
      {goOn.fault !== null && <FaultPanel fault={goOn.fault} />}
    </Card>
  );
};

const FileLine = ({ name, size }: { readonly name: ForeignText; readonly size?: number }): JSX.Element => (
  <p class="file-line">
    <FileIcon />
    <span class="file-name">
      <Foreign text={name} />
    </span>
    {size !== undefined && <span class="hint">{fileSize(size)}</span>}
  </p>
);
