// The pieces every page is made of, each in all its states: the product's own components, drawn beside each other. What is closed is
// drawn whole: a tone, a model or a picture more does not compile before it stands here.

import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { LedgerModel, Picture } from '../../extension/engine.types';
import { LedgerPicture } from '../../extension/page/ledger/picture';
import { LedgerQuestion } from '../../extension/page/ledger/steps';
import { Busy } from '../../extension/ui/busy';
import { Button } from '../../extension/ui/button';
import { Choice } from '../../extension/ui/choice';
import { CopyButton } from '../../extension/ui/copy-button';
import { Confirm } from '../../extension/ui/dialog';
import { FaultPanel, NoticeList } from '../../extension/ui/fault';
import { Checkbox, PasswordField, SearchField, TextField } from '../../extension/ui/field';
import { FileDrop } from '../../extension/ui/file-drop';
import { Foreign } from '../../extension/ui/foreign';
import * as icons from '../../extension/ui/icons';
import { LongList } from '../../extension/ui/long-list';
import { Names } from '../../extension/ui/names';
import { NewPassword, UNLOCK_PASSWORD } from '../../extension/ui/new-password';
import { CheckCard, OptionCards } from '../../extension/ui/option-cards';
import { Badge, Card, CountList, Empty, Fact, Facts, Fold, PageTitle, Steps, type Tone } from '../../extension/ui/page';
import { Qr } from '../../extension/ui/qr';
import { EXPORT, TOUCH_EXPORT } from './parts/ledger';
import { ADDRESSES, COUNTS, fault, FINDING } from './sample';

const TONES: Readonly<Record<Tone, string>> = { plain: 'Plain', good: 'Good', warn: 'Warning', bad: 'Bad', sea: 'Chosen' };
const KINDS = { primary: 'Primary', plain: 'Plain', quiet: 'Quiet', danger: 'Danger' } as const;
const COLOURS = [
  ...['paper', 'surface', 'well', 'ink', 'ink-soft', 'line', 'line-strong', 'sea', 'sea-deep', 'sea-soft', 'on-sea'],
  ...['good', 'good-soft', 'warn', 'warn-soft', 'bad', 'bad-soft', 'buoy', 'buoy-ring', 'buoy-edge'],
  ...['screen', 'screen-ink', 'finger', 'finger-soft', 'qr-paper', 'qr-ink', 'veil'],
];
const SPACES = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const SIZES = ['least', 'tiny', 'small', 'text', 'large', 'title', 'head'];
const MODELS: Readonly<Record<LedgerModel, null>> = {
  'Nano S': null,
  'Nano S Plus': null,
  'Nano X': null,
  Stax: null,
  Flex: null,
  'Nano Gen5': null,
};
const SHOWN: Readonly<Record<Picture, string>> = {
  'cable-out': 'unplugged',
  dark: 'dark',
  pin: 'locked',
  apps: 'its list of apps',
  menu: 'its menu',
  home: 'the app, waiting',
  update: 'the app, to be updated',
  question: 'a question',
  refusal: 'a question, refused',
  busy: 'another program’s',
};
const modelsOf = Object.keys(MODELS) as LedgerModel[];
const nothing = (): void => undefined;

const Page = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }): JSX.Element => (
  <div class="app">
    <main class="main">
      <PageTitle lead="A page of samples: every piece in every state.">{title}</PageTitle>
      {children}
    </main>
  </div>
);

const Words = (): JSX.Element => (
  <Page title="Colours, sizes, spaces, signs">
    <Card title="Colours">
      <ul class="toolbar">
        {COLOURS.map((name) => (
          <li key={name} class="stack-small" data-token={name}>
            <svg width="88" height="40" role="img" aria-label={name}>
              <rect width="88" height="40" rx="8" fill={`var(--${name})`} stroke="var(--line-strong)" />
            </svg>
            <code>{name}</code>
          </li>
        ))}
      </ul>
    </Card>
    <Card title="Sizes of type">
      {SIZES.map((name) => (
        <svg key={name} data-token={`size-${name}`} width="100%" height="36" role="img" aria-label={name}>
          <text y="28" fill="var(--ink)" font-size={`var(--size-${name})`}>
            {name}: a lantern for every oar
          </text>
        </svg>
      ))}
    </Card>
    <Card title="Spaces">
      <ul class="toolbar">
        {SPACES.map((step) => (
          <li key={step} class="stack-small" data-token={`space-${step}`}>
            <svg width="72" height="40" role="img" aria-label={`Step ${step}`}>
              <rect width={`var(--space-${step})`} height="40" fill="var(--sea)" />
            </svg>
            <code>space-{step}</code>
          </li>
        ))}
      </ul>
    </Card>
    <Card title="Signs">
      <div class="toolbar">
        <icons.Buoy />
        <icons.Buoy large />
        {Object.entries(icons).map(([name, Icon]) => (name === 'Buoy' ? null : <Icon key={name} crossed={false} />))}
      </div>
      <div class="toolbar">
        {[16, 32, 48, 128].map((size) => (
          <img key={size} src={`icons/${size}.png`} width={size} height={size} alt={`The icon at ${size} pixels`} />
        ))}
        <img src="icons/call.png" width={32} height={32} alt="The icon while a Ledger waits" />
      </div>
    </Card>
    <Card title="What others wrote">
      <p>
        <Foreign text={'Savings' as Parameters<typeof Foreign>[0]['text']} />
      </p>
      <Names names={['Savings', 'Boat club', 'Pocket money'] as unknown as Parameters<typeof Names>[0]['names']} most={2} />
      <Qr text={ADDRESSES[0] ?? ''} label="The address as a QR code" />
      <div class="actions">
        <CopyButton text="copied" label="Copy" />
      </div>
    </Card>
  </Page>
);

const Controls = (): JSX.Element => {
  const [choice, setChoice] = useState('all');
  const [card, setCard] = useState('ledger');
  const [ticked, setTicked] = useState(true);
  return (
    <Page title="What is pressed and filled in">
      <Card title="Buttons">
        {[false, true].map((disabled) => (
          <div key={String(disabled)} class="actions">
            {Object.entries(KINDS).map(([kind, name]) => (
              <Button key={kind} kind={kind as keyof typeof KINDS} disabled={disabled}>
                {name}
              </Button>
            ))}
            <Button disabled={disabled}>
              <icons.CableIcon />
              With a sign
            </Button>
          </div>
        ))}
      </Card>
      <Card title="Fields">
        <TextField label="A name" value="Savings" onInput={nothing} longest={32} />
        <TextField label="Too long a name" value="Everything we put aside for the boat and its harbour" onInput={nothing} longest={32} />
        <TextField label="An address" hint="Fifty letters or so." error="This is not an address." value="3FVMj8" onInput={nothing} mono />
        <TextField label="Out of use" value="node.example.com" onInput={nothing} disabled />
        <PasswordField label="A password" value="seven green boats" onInput={nothing} autocomplete="off" />
        <SearchField label="Find a name or an address" value="" onInput={nothing} />
        <Checkbox label="An explicit yes" checked={ticked} onChange={setTicked} />
      </Card>
      <Card title="A new password">
        <NewPassword label="Password of the backup" hint="Some words you remember." submit="Go on" floor={UNLOCK_PASSWORD} busy={false} onReady={nothing} name="sample" />
      </Card>
      <Card title="Choices">
        <Choice
          legend="What is shown"
          value={choice}
          onChange={setChoice}
          options={[
            { value: 'all', label: 'All' },
            { value: 'new', label: 'New' },
            { value: 'differs', label: 'Differs' },
          ]}
        />
        <OptionCards
          legend="Where to look"
          value={card}
          onChange={setCard}
          options={[
            { value: 'ledger', title: 'A Ledger', text: 'It has the keys of your accounts.', testId: 'sample-ledger' },
            { value: 'phone', title: 'A phone', text: 'Its file has the keys.', testId: 'sample-phone' },
            { value: 'other', title: 'Something else', text: 'Not here.', testId: 'sample-other', disabled: true },
          ]}
        />
        <CheckCard title="The newer paths" text="Of wallets with a recovery phrase." checked={ticked} onChange={setTicked} testId="sample-card" />
      </Card>
      <Card title="Files">
        <FileDrop prompt="Drop a file here" browse="Choose a file" inputTestId="sample-file" onFiles={nothing} />
        <FileDrop prompt="Drop a file here" browse="Choose another file" small inputTestId="sample-small" onFiles={nothing} />
      </Card>
    </Page>
  );
};

const Says = (): JSX.Element => (
  <Page title="What is said">
    <Steps names={['Begin', 'Search', 'Found']} at={1} />
    <Card title="Badges">
      <p class="badges">
        {Object.entries(TONES).map(([tone, name]) => (
          <Badge key={tone} tone={tone as Tone}>
            {name}
          </Badge>
        ))}
      </p>
    </Card>
    <Card title="A card that is good" tone="good">
      <p>Something has come to a good end.</p>
    </Card>
    <Card title="A card that warns" tone="warn">
      <p>Something wants to be looked at.</p>
    </Card>
    <FaultPanel fault={fault('node-unreachable', 'network')} />
    <FaultPanel fault={fault('ledger-open-failed', 'device')} quiet />
    <NoticeList notices={[FINDING]} />
    <NoticeList notices={[FINDING]} tone="warn" />
    <Card title="Waits">
      <Busy sentence="Making the key…" />
      <Busy sentence="File 7 of 41" done={7} total={41} />
    </Card>
  </Page>
);

const Lists = (): JSX.Element => (
  <Page title="Lists and facts">
    <LongList
      items={['Savings', 'Boat club', 'Pocket money']}
      label="Accounts"
      draw={(name) => (
        <li key={name} class="row">
          <div class="row-main">
            <p class="row-title">
              {name} <Badge tone="good">can sign</Badge>
            </p>
            <p class="row-sub mono">{ADDRESSES[0]}</p>
          </div>
          <p class="row-amount">1,250.00 CCD</p>
        </li>
      )}
    />
    <Card title="Facts">
      <Facts>
        <Fact name="Size">105.9 kB</Fact>
        <Fact name="Inside">
          <CountList counts={COUNTS} />
        </Fact>
      </Facts>
    </Card>
    <Fold title="More about it">
      <p>What somebody may look up.</p>
    </Fold>
    <Fold title="More about it, unfolded" open>
      <p>What somebody may look up.</p>
    </Fold>
    <Empty title="Nothing here yet">
      <div class="actions">
        <Button>Open a file</Button>
      </div>
    </Empty>
  </Page>
);

const Asks = (): JSX.Element => {
  const [open, setOpen] = useState(true);
  return (
    <Page title="A dialog">
      <div class="actions">
        <Button onClick={() => setOpen(true)}>Open it</Button>
      </div>
      {open && (
        <Confirm title="Really?" text="What will happen, and two buttons." confirm="Do it" onConfirm={() => setOpen(false)} onClose={() => setOpen(false)} />
      )}
    </Page>
  );
};

const Ledgers = (): JSX.Element => (
  <Page title="Ledgers">
    {modelsOf.map((model) => (
      <Card key={model} title={model}>
        <ul class="ledger-steps">
          {Object.entries(SHOWN).map(([picture, words]) => (
            <li key={picture} class="ledger-step" data-model={model} data-picture={picture}>
              <LedgerPicture model={model} picture={picture as Picture} />
              <p>{words}</p>
            </li>
          ))}
        </ul>
      </Card>
    ))}
  </Page>
);

const Questions = (): JSX.Element => (
  <Page title="Questions on a Ledger">
    {modelsOf.map((model) => (
      <Card key={model} title={model}>
        <LedgerQuestion model={model} screens={model.startsWith('Nano') && model !== 'Nano Gen5' ? EXPORT : TOUCH_EXPORT} />
      </Card>
    ))}
  </Page>
);

/** By the name of their state. */
export const SAMPLES: Readonly<Record<string, () => JSX.Element>> = {
  'samples-words': Words,
  'samples-controls': Controls,
  'samples-says': Says,
  'samples-lists': Lists,
  'samples-dialog': Asks,
  'samples-ledgers': Ledgers,
  'samples-questions': Questions,
};
