// Knows what each model of a Ledger looks like, and draws what stands on its screen and where a hand goes. The words are the
// engine's, letter for letter the device's; the sentence beside the picture says the same.

import type { JSX } from 'preact';

import type { Gesture, LedgerModel, Picture } from '../../engine.types';

/** The hand alone: which of the gestures it is. */
type Hand = Gesture['hand'];

/** How a model is built. The sizes are its proportions. */
type Build =
  | { readonly kind: 'stick'; readonly screen: Box }
  | { readonly kind: 'round'; readonly screen: Box }
  | { readonly kind: 'touch'; readonly body: Box; readonly corner: number; readonly spine: boolean };

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One whose model is not known is drawn like most. */
const BUILDS: Readonly<Record<LedgerModel | 'unknown', Build>> = {
  'Nano S': { kind: 'stick', screen: { x: 72, y: 58, width: 122, height: 38 } },
  'Nano S Plus': { kind: 'stick', screen: { x: 66, y: 48, width: 134, height: 56 } },
  'Nano X': { kind: 'round', screen: { x: 76, y: 46, width: 124, height: 58 } },
  Stax: { kind: 'touch', body: { x: 72, y: 4, width: 96, height: 156 }, corner: 6, spine: true },
  Flex: { kind: 'touch', body: { x: 62, y: 4, width: 116, height: 156 }, corner: 12, spine: false },
  'Nano Gen5': { kind: 'touch', body: { x: 66, y: 10, width: 108, height: 144 }, corner: 14, spine: false },
  unknown: { kind: 'stick', screen: { x: 66, y: 48, width: 134, height: 56 } },
};

/** The words on each kind of screen. */
interface Words {
  readonly buttons: readonly string[];
  readonly touch: readonly string[];
}

const alike = (...lines: readonly string[]): Words => ({ buttons: lines, touch: lines });

/**
 * What the screen shows while it is not this program that asks. The app's own page is quoted as it was seen on a Nano and a Flex; what the
 * system shows was never recorded, so it is a sign there, and no sentence that might be another one on the device.
 */
const SHOWN: Readonly<Record<Picture, Words>> = {
  dark: alike(),
  'cable-out': alike(),
  busy: alike('…'),
  pin: alike('PIN', '••••'),
  menu: alike('≡'),
  apps: alike('Concordium'),
  update: alike('Concordium', '↑'),
  question: alike('?'),
  refusal: alike('✕'),
  home: {
    buttons: ['Concordium', 'is ready'],
    touch: ['Concordium', 'This app enables signing', 'transactions on the', 'Concordium network.'],
  },
};

interface LedgerPictureProps {
  readonly model: LedgerModel | null;
  readonly picture: Picture;
}

/** A Ledger as it stands. */
export const LedgerPicture = ({ model, picture }: LedgerPictureProps): JSX.Element => (
  <Drawn
    model={model}
    lines={SHOWN[picture][BUILDS[model ?? 'unknown'].kind === 'touch' ? 'touch' : 'buttons']}
    plugged={picture !== 'cable-out'}
    gesture={null}
  />
);

interface LedgerPageProps {
  readonly model: LedgerModel | null;
  readonly lines: readonly string[];
  readonly gesture: Gesture;
}

/** A page on its screen, and the hand that leaves it. */
export const LedgerPage = ({ model, lines, gesture }: LedgerPageProps): JSX.Element => (
  <Drawn model={model} lines={lines} plugged gesture={gesture} />
);

interface DrawnProps {
  readonly model: LedgerModel | null;
  readonly lines: readonly string[];
  readonly plugged: boolean;
  readonly gesture: Gesture | null;
}

const Drawn = ({ model, lines, plugged, gesture }: DrawnProps): JSX.Element => {
  const build = BUILDS[model ?? 'unknown'];
  const hand = gesture?.hand ?? null;
  return (
    <svg
      class={build.kind === 'touch' ? 'ledger ledger-touch' : 'ledger'}
      viewBox={build.kind === 'touch' ? '40 0 160 176' : '0 0 240 132'}
      aria-hidden="true"
      focusable="false"
    >
      {build.kind === 'touch' ? (
        <Touch build={build} lines={lines} gesture={gesture} plugged={plugged} />
      ) : (
        <Buttons build={build} lines={lines} hand={hand} plugged={plugged} />
      )}
    </svg>
  );
};

interface ButtonsProps {
  readonly build: Extract<Build, { screen: Box }>;
  readonly lines: readonly string[];
  readonly hand: Hand | null;
  readonly plugged: boolean;
}

/** With two buttons: on the upper edge, or beside the screen on a Nano X. */
const Buttons = ({ build, lines, hand, plugged }: ButtonsProps): JSX.Element => {
  const right = hand === 'right' || hand === 'right-until' || hand === 'both';
  const left = hand === 'both';
  const isRound = build.kind === 'round';
  return (
    <>
      <g class={plugged ? 'ledger-cable' : 'ledger-cable ledger-cable-out'}>
        <path d="M0 76h24" />
        <rect x="22" y="68" width="16" height="16" rx="3" />
      </g>
      <rect class="ledger-body" x="40" y="34" width="194" height="84" rx={isRound ? 42 : 18} />
      <Screen box={build.screen} lines={lines} />
      {isRound ? (
        <>
          <circle class={keyClass(left)} cx="60" cy="75" r="12" />
          <circle class={keyClass(right)} cx="216" cy="75" r="12" />
        </>
      ) : (
        <>
          <rect class={keyClass(left)} x="84" y="24" width="30" height="11" rx="4" />
          <rect class={keyClass(right)} x="158" y="24" width="30" height="11" rx="4" />
        </>
      )}
      {left && <path class="ledger-press" d={isRound ? 'M60 40v16m-6-6 6 6 6-6' : 'M99 3v15m-6-6 6 6 6-6'} />}
      {right && <path class="ledger-press" d={isRound ? 'M216 40v16m-6-6 6 6 6-6' : 'M173 3v15m-6-6 6 6 6-6'} />}
    </>
  );
};

const keyClass = (pressed: boolean): string => (pressed ? 'ledger-button ledger-button-on' : 'ledger-button');

interface TouchProps {
  readonly build: Extract<Build, { kind: 'touch' }>;
  readonly lines: readonly string[];
  readonly gesture: Gesture | null;
  readonly plugged: boolean;
}

/** With a screen that is touched: a swipe is an arrow, a finger a ring at the edge of the word, which stays legible. */
const Touch = ({ build, lines, gesture, plugged }: TouchProps): JSX.Element => {
  const { body, corner, spine } = build;
  const middle = body.x + body.width / 2;
  const word = gesture !== null && (gesture.hand === 'tap' || gesture.hand === 'hold') ? gesture.words : null;
  const bottom = body.y + body.height;
  const screen = { x: body.x + 6, y: body.y + 6, width: body.width - 12, height: body.height - 12 };
  return (
    <>
      <g class={plugged ? 'ledger-cable' : 'ledger-cable ledger-cable-out'}>
        <path d={`M${middle} 176v-14`} />
      </g>
      <rect class="ledger-body" x={body.x} y={body.y} width={body.width} height={body.height} rx={corner} />
      {spine && <path class="ledger-spine" d={`M${body.x + 3} ${body.y + 6}v${body.height - 12}`} />}
      <rect class="ledger-screen" x={screen.x} y={screen.y} width={screen.width} height={screen.height} rx="4" />
      <Lines box={{ ...screen, height: word === null ? screen.height : screen.height - 44 }} lines={lines} size={9} />
      {word !== null && (
        <>
          <rect class="ledger-word" x={screen.x + 6} y={bottom - 46} width={screen.width - 12} height="22" rx="11" />
          <text class="ledger-text" x={middle} y={bottom - 32} text-anchor="middle" font-size="9">
            {word}
          </text>
          <circle
            class={gesture?.hand === 'hold' ? 'ledger-finger ledger-finger-held' : 'ledger-finger'}
            cx={screen.x + screen.width - 14}
            cy={bottom - 17}
            r="9"
          />
        </>
      )}
      {gesture?.hand === 'swipe' && (
        <path class="ledger-swipe" d={`M${middle + 30} ${bottom - 30}h-60m9-9-9 9 9 9`} />
      )}
    </>
  );
};

const Screen = ({ box, lines }: { readonly box: Box; readonly lines: readonly string[] }): JSX.Element => (
  <>
    <rect class="ledger-screen" x={box.x} y={box.y} width={box.width} height={box.height} rx="5" />
    <Lines box={box} lines={lines} size={lines.length > 2 ? 10 : 12} />
  </>
);

interface LinesProps {
  readonly box: Box;
  readonly lines: readonly string[];
  readonly size: number;
}

/** The words, in the middle of their box; a long line is drawn closer together. */
const Lines = ({ box, lines, size }: LinesProps): JSX.Element => {
  const step = Math.min(size * 1.35, box.height / Math.max(lines.length, 1));
  const top = box.y + box.height / 2 - ((lines.length - 1) * step) / 2 + size * 0.35;
  const room = box.width - 8;
  return (
    <>
      {lines.map((line, position) => (
        <text
          key={position}
          class="ledger-text"
          x={box.x + box.width / 2}
          y={top + position * step}
          text-anchor="middle"
          font-size={size}
          textLength={line.length * size * 0.6 > room ? room : undefined}
          lengthAdjust="spacingAndGlyphs"
        >
          {line}
        </text>
      ))}
    </>
  );
};
