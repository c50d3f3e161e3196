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
  cable: (state) => send(state.plugged ? 'unplug' : 'plug'),
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

  part('device').className = `device${next.plugged ? '' : ' unplugged'}${next.prompt ? ' prompt' : ''}`;
  part('screen').textContent = next.plugged ? next.screen.join('\n') : '';
  part('cable').textContent = next.plugged ? 'Pull the cable' : 'Plug it in';
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
  const act = { ArrowLeft: doing.left, ArrowRight: doing.right, Enter: doing.both }[event.key];
  if (!act || event.repeat || event.target instanceof HTMLButtonElement || event.target instanceof HTMLSelectElement) return;
  event.preventDefault();
  void act();
});
void look();
