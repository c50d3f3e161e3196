// Connects the page: the engine that `start` began, the browser around it, and the drawing of every snapshot.

import { render } from 'preact';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { attend } from '../attend';
import type { EngineClient } from '../engine';
import type { Fault, Snapshot, WalletView } from '../engine.types';
import { keepFilesOut } from '../ui/file-drop';
import { keepFocus } from '../ui/kept-focus';
import { SessionContext } from '../ui/session';
import { drawIn } from '../ui/texts';
import { App } from './app/app';
import { BrokenPage } from './app/broken';
import { goTo, leaveItem } from './app/route';
import { engine } from './start';

interface Seen {
  readonly snapshot: Snapshot | null;
  readonly wallet: WalletView | null;
  readonly failure: Fault | null;
}

const Root = ({ engine }: { readonly engine: EngineClient }): JSX.Element | null => {
  const [seen, setSeen] = useState<Seen>({ snapshot: null, wallet: null, failure: null });
  useEffect(() => {
    const unsubscribe = [
      engine.onSnapshot((snapshot) => setSeen((old) => ({ ...old, snapshot }))),
      engine.onWallet((wallet) => setSeen((old) => ({ ...old, wallet }))),
      engine.onFailure((failure) => setSeen((old) => ({ ...old, failure }))),
    ];
    return () => {
      for (const stop of unsubscribe) stop();
    };
  }, [engine]);

  const { snapshot, wallet, failure } = seen;
  const restart = (): void => {
    setSeen((old) => ({ ...old, failure: null }));
    engine.restart();
  };
  if (failure !== null) return <BrokenPage fault={failure} onRestart={restart} />;
  if (snapshot === null || wallet === null) return null;
  return (
    <SessionContext.Provider value={{ snapshot, wallet, send: engine.send, makeReady: engine.makeReady, takeOver: engine.takeOver }}>
      <App />
    </SessionContext.Provider>
  );
};

keepFilesOut(window);
attend(engine, goTo, leaveItem);
const root = document.getElementById('root');
if (root !== null) {
  keepFocus(root);
  void drawIn('app_name', () => render(<Root engine={engine} />, root));
}
