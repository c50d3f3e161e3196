// Knows the fire drill: a file and its password, and then what the file is worth. Nothing is written, unless it is asked to be remembered.

import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

import type { ChainWordView, CheckView, Comparison } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { countList, sumOf } from '../../ui/counts';
import { FaultPanel, NoticeList } from '../../ui/fault';
import { PasswordField } from '../../ui/field';
import { FileDrop } from '../../ui/file-drop';
import { Foreign } from '../../ui/foreign';
import { dateTime, fileSize, listed } from '../../ui/format';
import { AlertIcon, CheckIcon, NodeIcon } from '../../ui/icons';
import { Names } from '../../ui/names';
import { CountList, Fact, Facts } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { STEP_HEADING } from '../../ui/kept-focus';
import { t, type TextKey, tn } from '../../ui/texts';
import { linkTo } from '../app/route';
import { OPENING, readChosen } from '../import/chosen-file';
import { FORMATS } from '../import/formats';
import { nameOfGenesis } from '../settings/network';

/** One check, from the file on. */
export const Drill = ({ view }: { readonly view: CheckView }): JSX.Element => {
  // The form stays while the file is opened: a wrong password is mended, not typed anew.
  const recognised = useRef<Recognised | null>(null);
  if (view.step === 'recognised') recognised.current = view;
  switch (view.step) {
    case 'idle':
      return <Choose />;
    case 'recognised':
      return <Open view={view} opening={null} />;
    case 'opening':
      return recognised.current !== null && recognised.current.fileName === view.fileName ? (
        <Open view={recognised.current} opening={view} />
      ) : (
        <section class="card">
          <h2 {...STEP_HEADING}>
            <Foreign text={view.fileName} />
          </h2>
          <Busy sentence={t(OPENING[view.effort ?? 'moment'])} />
          <div class="actions">
            <Leave label="cancel" />
          </div>
        </section>
      );
    case 'checked':
      return <Result view={view} />;
  }
};

const Choose = (): JSX.Element => {
  const choose = useAction();
  const [trouble, setTrouble] = useState<string | null>(null);
  const take = async ([file]: readonly File[]): Promise<void> => {
    if (file === undefined) return;
    setTrouble(null);
    const chosen = await readChosen(file);
    if ('trouble' in chosen) setTrouble(chosen.trouble);
    else await choose.run({ check: { file: { fileName: file.name, bytes: chosen.bytes } } });
  };
  return (
    <>
      <FileDrop
        prompt={t('check_drop')}
        browse={t('check_browse')}
        inputTestId="check-file"
        onFiles={(files) => void take(files)}
      />
      {choose.busy && <Busy sentence={t('import_reading')} />}
      {choose.fault !== null && <FaultPanel fault={choose.fault} />}
      {trouble !== null && (
        <p class="panel panel-bad" role="alert">
          <AlertIcon />
          <span class="panel-body">{trouble}</span>
        </p>
      )}
    </>
  );
};

type Recognised = Extract<CheckView, { step: 'recognised' }>;

interface OpenProps {
  readonly view: Recognised;
  /** While it is opened. */
  readonly opening: Extract<CheckView, { step: 'opening' }> | null;
}

const Open = ({ view, opening }: OpenProps): JSX.Element => {
  const open = useAction();
  const busy = opening !== null || open.busy;
  const [password, setPassword] = useState('');
  const fault = view.fault ?? open.fault;
  const send = (event: Event): void => {
    event.preventDefault();
    if (view.encrypted && password === '') return;
    void open.run({ check: view.encrypted ? { password: { password } } : 'open' });
  };
  return (
    <section class="card" data-testid="check-recognised" data-format={view.format ?? 'shared'}>
      <h2 {...STEP_HEADING}>
        <Foreign text={view.fileName} />
      </h2>
      <p>{t(view.format === null ? 'import_kind_concordium_envelope' : FORMATS[view.format].recognised)}</p>
      <form class="stack" onSubmit={send}>
        {view.encrypted && (
          <PasswordField
            label={t('import_password')}
            hint={t('import_password_hint')}
            value={password}
            onInput={setPassword}
            autocomplete="off"
            disabled={busy}
            testId="check-password"
          />
        )}
        <div class="actions">
          <Button kind="primary" type="submit" disabled={busy || (view.encrypted && password === '')} testId="check-open">
            {t('check_open')}
          </Button>
          <Leave label="cancel" />
        </div>
      </form>
      {opening !== null && <Busy sentence={t(OPENING[opening.effort ?? 'moment'])} />}
      {fault !== null && !busy && <FaultPanel fault={fault} />}
    </section>
  );
};

const Leave = ({ label }: { readonly label: TextKey }): JSX.Element => {
  const cancel = useAction();
  return (
    <Button onClick={() => void cancel.run({ check: 'cancel' })} testId="check-cancel">
      {t(label)}
    </Button>
  );
};

interface Words {
  readonly title: TextKey;
  readonly text: TextKey;
  readonly good: boolean;
}

/** What a file is worth, in words and in colour. */
const WORDS: Readonly<Record<Comparison, Words>> = {
  whole: { title: 'check_whole', text: 'check_whole_text', good: true },
  more: { title: 'check_more', text: 'check_more_text', good: true },
  behind: { title: 'check_behind', text: 'check_behind_text', good: false },
  stranger: { title: 'check_stranger', text: 'check_stranger_text', good: false },
  'nothing-here': { title: 'check_nothing_here', text: 'check_nothing_here_text', good: true },
};

const NAMES_SHOWN = 12;

type Checked = Extract<CheckView, { step: 'checked' }>;

const Result = ({ view }: { readonly view: Checked }): JSX.Element => {
  const { snapshot } = useSession();
  const remember = useAction();
  const words = WORDS[view.comparison];
  const remembers = view.encrypted && view.comparison !== 'stranger' && view.comparison !== 'nothing-here';
  return (
    <>
      <section
        class={words.good ? 'card card-good' : 'card card-warn'}
        data-testid="check-done"
        data-comparison={view.comparison}
        data-lacking={sumOf(view.lacking)}
        data-differing={sumOf(view.differing)}
        data-beyond={sumOf(view.beyond)}
        data-remembered={String(view.remembered)}
      >
        <div class="result">
          <h2 class="result-title" {...STEP_HEADING}>
            {words.good ? <CheckIcon /> : <AlertIcon />}
            {t(words.title)}
          </h2>
          <p>{t(words.text)}</p>
        </div>
        {view.assumed !== null && (
          <p class="hint">{t('check_assumed', { network: nameOfGenesis(snapshot, view.assumed) })}</p>
        )}
        <Facts>
          <Fact name={t('saved_inside')}>
            <CountList counts={view.holds} />
          </Fact>
          {sumOf(view.lacking) > 0 && (
            <Fact name={t('check_lacking')}>
              {countList(view.lacking)}
              {view.lackingAccounts.length > 0 && <Names names={view.lackingAccounts} most={NAMES_SHOWN} />}
            </Fact>
          )}
          {sumOf(view.differing) > 0 && <Fact name={t('check_differing')}>{countList(view.differing)}</Fact>}
          {sumOf(view.beyond) > 0 && <Fact name={t('check_beyond')}>{countList(view.beyond)}</Fact>}
          <Fact name={t('check_file')}>
            <Foreign text={view.fileName} /> · {fileSize(view.size)}
            {view.createdAt !== null && ` · ${dateTime(view.createdAt)}`}
          </Fact>
          <Fact name={t('fingerprint')}>
            <span class="mono">{view.fingerprint}</span>
          </Fact>
        </Facts>
        <NoticeList notices={view.notices} />
        {remember.fault !== null && <FaultPanel fault={remember.fault} />}
        {view.remembered ? (
          <p role="status" data-testid="check-remembered">
            {t('check_remembered')}
          </p>
        ) : (
          <p class="hint">{t(remembers ? 'check_not_written' : 'check_nothing_written')}</p>
        )}
        <div class="actions">
          {view.comparison === 'behind' && (
            <a class="button button-primary" href={linkTo('export')}>
              {t('overview_new_backup')}
            </a>
          )}
          {remembers && !view.remembered && (
            <Button
              kind={view.comparison === 'behind' ? 'plain' : 'primary'}
              disabled={remember.busy}
              onClick={() => void remember.run({ check: 'remember' })}
              testId="check-remember"
            >
              {t('check_remember')}
            </Button>
          )}
          {sumOf(view.beyond) > 0 && (
            <a class="button" href={linkTo('import')}>
              {t('check_import')}
            </a>
          )}
          <Leave label="done" />
        </div>
      </section>
      {view.asks.length > 0 && <OnChain view={view} />}
    </>
  );
};

/** Whether the chain knows the accounts in the file: asked on a click, and only then. */
const OnChain = ({ view }: { readonly view: Checked }): JSX.Element => {
  const ask = useAction();
  const { chain } = view;
  const told = chain === null ? 0 : chain.found + chain.absent + chain.failed;
  const asking = chain !== null && told < chain.accounts;
  return (
    <section class="card" data-testid="check-chain" data-found={chain?.found} data-absent={chain?.absent} data-failed={chain?.failed}>
      <h2>{t('check_chain')}</h2>
      {chain === null ? <p>{t('check_chain_why')}</p> : <ul class="advice">{sentences(chain).map((line) => <li key={line}>{line}</li>)}</ul>}
      {asking && <Busy sentence={t('device_looking')} done={told} total={chain.accounts} />}
      {chain !== null && chain.fault !== null && <FaultPanel fault={chain.fault} quiet />}
      {ask.fault !== null && <FaultPanel fault={ask.fault} />}
      {!asking && (chain === null || chain.failed > 0) && (
        <div class="actions">
          <Button disabled={ask.busy} onClick={() => void ask.run({ check: 'chain' })} testId="check-chain-ask">
            <NodeIcon />
            {t(chain === null ? 'check_chain_ask' : 'check_chain_again')}
          </Button>
          {chain === null && <span class="hint">{t('check_chain_learns', { urls: listed(view.asks) })}</span>}
        </div>
      )}
    </section>
  );
};

function sentences({ found, absent, failed }: ChainWordView): readonly string[] {
  return [
    ...(found > 0 ? [tn('check_chain_found', found)] : []),
    ...(absent > 0 ? [tn('check_chain_absent', absent)] : []),
    ...(failed > 0 ? [tn('check_chain_failed', failed)] : []),
  ];
}
