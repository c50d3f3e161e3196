// Knows the nodes of the network in use: which are asked in which order, how one of your own is set, and the way back.

import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

import { giveBackOrigins } from '../../chrome/browser';
import type { NetworkView, NodeView, Remedy } from '../../engine.types';
import { Busy } from '../../ui/busy';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { TextField } from '../../ui/field';
import { TrashIcon } from '../../ui/icons';
import { Badge, Card } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { t } from '../../ui/texts';
import { linkTo } from '../app/route';
import { networkName, nodesOf } from './network';

/** The card. */
export const Nodes = ({ network }: { readonly network: NetworkView }): JSX.Element => {
  const remove = useAction();
  const own = network.nodes.filter((node) => !node.public);
  // Removing the last one of a network that has no public node would leave nobody to ask.
  const removable = network.name !== null || network.nodes.length > 1;
  const front = useAction();
  const [wantedFirst, setWantedFirst] = useState('');
  const askFirst = (url: string): void => {
    setWantedFirst(url);
    void front.run({ settings: { 'use-node': { url } } });
  };
  const wanted = useRef<readonly string[]>([]);
  const leaveOut = async (urls: readonly string[]): Promise<void> => {
    wanted.current = urls;
    for (const url of urls) {
      if ((await remove.run({ settings: { 'remove-node': { network: network.genesis, url } } })) === null) return;
    }
  };
  return (
    <Card title={t('settings_node')} testId="settings-nodes">
      <p>{t(network.publicNode ? 'settings_node_public' : 'settings_node_own', { network: networkName(network) })}</p>
      <ol class="rows" aria-label={t('settings_node_list')}>
        {network.nodes.map((node, position) => (
          <Row
            key={node.url}
            node={node}
            first={position === 0}
            busy={remove.busy || front.busy}
            onFirst={position === 0 ? null : () => askFirst(node.url)}
            onRemove={node.public || !removable ? null : () => void leaveOut([node.url])}
          />
        ))}
      </ol>
      {own.length > 0 && network.name !== null && (
        <div class="actions">
          <Button disabled={remove.busy} onClick={() => void leaveOut(own.map(({ url }) => url))} testId="settings-node-public">
            {t('settings_node_back')}
          </Button>
        </div>
      )}
      {front.busy && <Busy sentence={t('settings_node_testing')} />}
      {front.fault !== null && <FaultPanel fault={front.fault} onRemedied={() => askFirst(wantedFirst)} />}
      {remove.fault !== null && <FaultPanel fault={remove.fault} onRemedied={() => void leaveOut(wanted.current)} />}
      <AddNode network={network} />
    </Card>
  );
};

interface RowProps {
  readonly node: NodeView;
  readonly first: boolean;
  readonly busy: boolean;
  /** Puts it before the others; `null` where it is. */
  readonly onFirst: (() => void) | null;
  /** `null` where it cannot be removed. */
  readonly onRemove: (() => void) | null;
}

const Row = ({ node, first, busy, onFirst, onRemove }: RowProps): JSX.Element => (
  <li class="row" data-testid="settings-node" data-url={node.url} data-public={String(node.public)}>
    <div class="row-main">
      <p class="row-title mono">{node.url}</p>
      <p class="badges">
        <Badge tone={first ? 'good' : 'plain'}>{t(first ? 'settings_node_first' : 'settings_node_spare')}</Badge>
        <Badge tone={node.public ? 'plain' : 'sea'}>
          {t(node.public ? 'settings_node_is_public' : 'settings_node_is_own')}
        </Badge>
      </p>
    </div>
    <div class="row-side">
      {onFirst !== null && (
        <Button
          kind="quiet"
          disabled={busy}
          onClick={onFirst}
          label={t('settings_node_to_front_label', { url: node.url })}
          testId="settings-node-to-front"
        >
          {t('settings_node_to_front')}
        </Button>
      )}
      {onRemove !== null && (
        <button
          type="button"
          class="button button-quiet button-icon"
          aria-label={t('settings_node_remove', { url: node.url })}
          disabled={busy}
          onClick={onRemove}
          data-testid="settings-node-remove"
          data-url={node.url}
        >
          <TrashIcon />
        </button>
      )}
    </div>
  </li>
);

/** What to do with the address that was typed. */
type Use = 'use-node' | 'add-node';

interface Tried {
  readonly use: Use;
  readonly url: string;
}

const AddNode = ({ network }: { readonly network: NetworkView }): JSX.Element => {
  const [url, setUrl] = useState('');
  const [tried, setTried] = useState<Tried | null>(null);
  const [used, setUsed] = useState<NetworkView | null>(null);
  /** A search that was in the way: whoever stopped it wants to go on with it. */
  const [wasStopped, setStopped] = useState(false);
  const test = useAction();
  const { snapshot } = useSession();
  const send = async (what: Tried): Promise<boolean> => {
    setTried(what);
    setUsed(null);
    const done = await test.run({ settings: what.use === 'use-node' ? { 'use-node': { url: what.url } } : { 'add-node': { url: what.url } } });
    if (done === null) return false;
    setUsed(done.value);
    setUrl('');
    return true;
  };
  const goOn = async (what: Tried, remedy: Remedy | undefined): Promise<void> => {
    if (remedy?.kind === 'stop-search') setStopped(true);
    // What did not help is given back.
    if (!(await send(what)) && remedy?.kind === 'allow-node') await giveBackOrigins(nodesOf(snapshot));
  };
  const typed = url.trim();
  const ready = !test.busy && typed !== '';
  return (
    <>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void send({ use: 'use-node', url: typed });
        }}
      >
        <h3>{t('settings_node_other')}</h3>
        <TextField
          label={t('settings_node_url')}
          hint={t('settings_node_hint')}
          inputMode="url"
          value={url}
          onInput={setUrl}
          disabled={test.busy}
          mono
          testId="settings-node-url"
        />
        <div class="actions">
          <Button type="submit" disabled={!ready} testId="settings-node-submit">
            {t('settings_node_submit')}
          </Button>
          <Button
            disabled={!ready}
            onClick={() => void send({ use: 'add-node', url: typed })}
            testId="settings-node-add"
          >
            {t('settings_node_add')}
          </Button>
        </div>
      </form>
      {test.busy && <Busy sentence={t('settings_node_testing')} />}
      {used !== null && (
        <div class="panel panel-good" role="status" data-testid="settings-node-used" data-genesis={used.genesis}>
          <div class="panel-body">
            <p>
              {t(tried?.use === 'add-node' ? 'settings_node_added' : 'settings_node_used', { network: networkName(used) })}
            </p>
            {(wasStopped || snapshot.recovery.step === 'overview') && (
              <div class="actions">
                <a class="button" href={linkTo('recover')} data-testid="settings-to-search">
                  {t('settings_recover_open')}
                </a>
              </div>
            )}
          </div>
        </div>
      )}
      {test.fault !== null && (
        <FaultPanel fault={test.fault} onRemedied={() => void (tried !== null && goOn(tried, test.fault?.remedy))} />
      )}
      {network.name === null && <p class="hint">{t('settings_node_custom')}</p>}
    </>
  );
};
