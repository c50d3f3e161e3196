'use strict';

/** How often the screen is read anew, in milliseconds. */
const PACE = 250;
/** How long the page's automatic person thinks, in milliseconds. */
const THINKS = 1500;
/** Exchanges shown. */
const SHOWN = 100;

const part = (id) => document.getElementById(id);
let shown = '';
let exchanges = -1;

async function send(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  if (response.ok) draw(await response.json());
}

const doing = {
  left: () => send('press/left'),
  right: () => send('press/right'),
  both: () => send('press/both'),
  swipe: () => send('swipe'),
  back: () => send('swipe', { back: true }),
  cable: (state) => send(state.cable ? 'unplug' : 'plug'),
  lock: (state) => send(state.locked ? 'unlock' : 'lock'),
  app: (state) => send(state.place === 'concordium' ? 'exit-app' : 'open-app'),
  other: (state) => send(state.place === 'other-app' ? 'exit-app' : 'open-other-app'),
};

let state;

function draw(next) {
  state = next;
  const text = JSON.stringify(next);
  if (text === shown) return;
  shown = text;

  const shape = next.touch ? ' touch' : '';
  part('device').className = `device${shape}${next.cable ? '' : ' unplugged'}${next.prompt ? ' prompt' : ''}`;
  part('screen').replaceChildren(...next.screen.map((line) => drawn(line, next.areas)));
  for (const id of ['left', 'right', 'both']) part(id).hidden = next.touch;
  for (const id of ['swipe', 'back']) part(id).hidden = !next.touch;
  part('keys').textContent = next.touch
    ? 'Keyboard: → swipe on, ← swipe back. A word with a frame can be touched; one with a thick frame is held.'
    : 'Keyboard: ← previous, → next, Enter both.';
  part('cable').textContent = next.cable ? 'Pull the cable' : 'Plug it in';
  part('lock').textContent = next.locked ? 'Enter the PIN' : 'Lock';
  part('app').textContent = next.place === 'concordium' ? 'Close the Concordium app' : 'Open the Concordium app';
  part('other').textContent = next.place === 'other-app' ? 'Close the other app' : 'Open another app';
  part('facts').textContent =
    `${next.model}, product id ${next.productId}. Opened by ${next.open} connection(s), ${next.exchanges} exchange(s).`;

  const version = part('version');
  if (version.options.length === 0) version.append(...next.versions.map((name) => new Option(name)));
  version.value = next.version;
  part('auto').value = next.auto;
  if (exchanges !== next.exchanges) {
    exchanges = next.exchanges;
    void drawLog();
  }
}

/** A line, as something that can be touched where a finger does something. */
function drawn(line, areas) {
  const area = areas.find(({ word }) => word === line);
  const element = document.createElement(area ? 'button' : 'div');
  element.textContent = line;
  if (area) {
    element.className = area.held ? 'area held' : 'area';
    element.addEventListener('click', () => send(area.held ? 'hold' : 'tap', { word: line }));
  }
  return element;
}

async function drawLog() {
  const entries = await (await fetch('log')).json();
  const lines = entries.slice(-SHOWN).map((entry) => {
    const line = document.createElement('li');
    line.value = entry.number;
    const answer = entry.status ? `${entry.outcome} ${entry.status}, ${entry.length} bytes` : entry.outcome;
    line.textContent = entry.request ? `${entry.request} → ${answer}` : `→ ${answer}`;
    return line;
  });
  part('log').replaceChildren(...lines);
}

async function look() {
  try {
    draw(await (await fetch('state')).json());
  } catch {
    part('facts').textContent = 'The virtual Ledger has stopped.';
  }
  setTimeout(look, PACE);
}

for (const [id, act] of Object.entries(doing)) part(id).addEventListener('click', () => state && act(state));
part('version').addEventListener('change', (event) => send('version', { version: event.target.value }));
part('auto').addEventListener('change', (event) => send('auto', { mode: event.target.value, delayMs: THINKS }));
document.addEventListener('keydown', (event) => {
  const keys = state?.touch
    ? { ArrowLeft: doing.back, ArrowRight: doing.swipe }
    : { ArrowLeft: doing.left, ArrowRight: doing.right, Enter: doing.both };
  const act = keys[event.key];
  if (!act || event.repeat || event.target instanceof HTMLButtonElement || event.target instanceof HTMLSelectElement) return;
  event.preventDefault();
  void act();
});
void look();
