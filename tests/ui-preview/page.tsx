// Draws one screen of the page from a sample, with an engine that only pretends. Never part of the product.

import './chrome';

import { render } from 'preact';

import type { EngineClient, Reply } from '../../extension/engine';
import { App } from '../../extension/page/app/app';
import { keepFocus } from '../../extension/ui/kept-focus';
import { SessionContext } from '../../extension/ui/session';
import { drawIn } from '../../extension/ui/texts';
import { wear } from '../../extension/ui/theme';
import { rowsOf } from './parts/files';
import { nameOf, open } from './parts/frame';
import { ordered } from './sample';
import { SAMPLES } from './samples';
import { STATES } from './states';

// Whoever looks at all of them asks here what there is.
Object.assign(globalThis, { stateNames: [...Object.keys(STATES), ...Object.keys(SAMPLES)] });

const asked = new URLSearchParams(location.search);
const root = document.getElementById('root');
if (root === null) throw new Error('the page has nowhere to draw');

/** Draws a state from its beginning, whatever was drawn before. */
function show(name: string): void {
  const Samples = SAMPLES[name];
  const state = Samples === undefined ? STATES[name] : open('#/help');
  if (state === undefined || root === null) throw new Error('no such state');
  // The value of an answer follows from the intent; a sample that is wrong shows at once.
  const send = (async (intent) => {
    if ('import' in intent && typeof intent.import === 'object' && 'rows' in intent.import && state.snapshot.import.step === 'preview') {
      const { kind, filter, from } = intent.import.rows;
      return { ok: true, value: rowsOf(state.snapshot.import, kind, filter, from) };
    }
    const reply = state.replies[nameOf(intent)] ?? { ok: true, value: undefined };
    return reply === 'silence' ? new Promise<never>(() => undefined) : reply;
  }) as (...intent: Parameters<EngineClient['send']>) => Promise<Reply> as EngineClient['send'];
  render(null, root);
  asked.set('state', name);
  history.replaceState(null, '', `?${asked}${state.hash}`);
  scrollTo(0, 0);
  render(
    <SessionContext.Provider value={{ snapshot: state.snapshot, wallet: ordered(state.wallet), send, makeReady: () => undefined, takeOver: () => undefined }}>
      {Samples === undefined ? <App /> : <Samples />}
    </SessionContext.Provider>,
    root,
  );
}

Object.assign(globalThis, { show });
wear();
keepFocus(root);
void drawIn('app_name', () => show(asked.get('state') ?? 'overview-behind'));
