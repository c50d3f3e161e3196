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
import { nameOf } from './parts/frame';
import { STATES } from './states';

// Whoever looks at all of them asks here what there is.
Object.assign(globalThis, { stateNames: Object.keys(STATES) });

const state = STATES[new URLSearchParams(location.search).get('state') ?? 'overview-behind'];
const root = document.getElementById('root');
if (state === undefined || root === null) throw new Error('no such state');

// The value of an answer follows from the intent; a sample that is wrong shows at once.
const send = (async (intent) => {
  if ('import' in intent && typeof intent.import === 'object' && 'rows' in intent.import && state.snapshot.import.step === 'preview') {
    const { kind, filter, from } = intent.import.rows;
    return { ok: true, value: rowsOf(state.snapshot.import, kind, filter, from) };
  }
  const reply = state.replies[nameOf(intent)] ?? { ok: true, value: undefined };
  return reply === 'silence' ? new Promise<never>(() => undefined) : reply;
}) as (
  ...intent: Parameters<EngineClient['send']>
) => Promise<Reply> as EngineClient['send'];

wear();
keepFocus(root);
if (location.hash === '') history.replaceState(null, '', state.hash);
void drawIn('app_name', () =>
  render(
    <SessionContext.Provider value={{ snapshot: state.snapshot, wallet: state.wallet, send, takeOver: () => undefined }}>
      <App />
    </SessionContext.Provider>,
    root,
  ),
);
