// Knows the address book: its list, its search, and the person's own accounts folded behind the contacts.

import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';

import type { ChainFactView, ContactView, Draft } from '../../engine.types';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { SearchField } from '../../ui/field';
import { Foreign } from '../../ui/foreign';
import { shortened } from '../../ui/format';
import { ExportIcon, ImportIcon, PencilIcon, PlusIcon, TrashIcon } from '../../ui/icons';
import { LongList } from '../../ui/long-list';
import { Badge, Empty, PageTitle } from '../../ui/page';
import { useSession } from '../../ui/session';
import { t, tn } from '../../ui/texts';
import { OtherNetworks } from '../app/other-networks';
import { linkTo } from '../app/route';
import { ChainBadge, type ChainFacts, CheckChain, useChainFacts } from '../chain/check';
import { useSearch } from '../drafts/draft';
import { onNetwork } from '../settings/network';
import { Delete, Edit } from './contact-edit';
import { inOrder } from './order';
import { ReceivingBadge } from './receiving';
import { useFound } from './search';
import { TableDialog } from './table';

type Task =
  | { readonly kind: 'none' }
  | { readonly kind: 'add' }
  | { readonly kind: 'table' }
  | { readonly kind: 'edit'; readonly contact: ContactView }
  | { readonly kind: 'delete'; readonly contact: ContactView };

/** The entry that was being written when the vault locked is open again. */
function taskOf(drafts: readonly Draft[], contacts: readonly ContactView[]): Task {
  const draft = drafts.find((one) => one.at === 'contact');
  if (draft === undefined) return { kind: 'none' };
  if (draft.previousAddress === null) return { kind: 'add' };
  const contact = contacts.find(({ address }) => address === draft.previousAddress);
  return contact === undefined ? { kind: 'none' } : { kind: 'edit', contact };
}

/** The address book; `item` is an address that is looked for. */
export const ContactsPage = ({ item }: { readonly item: string | null }): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const [search, setSearch] = useSearch('contact-search', item);
  const [task, setTask] = useState<Task>(() => taskOf(snapshot.drafts, wallet.contacts));
  // A snapshot comes with every pause in typing: the lists are made anew only for other records, or another network.
  const { here, elsewhere } = useMemo(
    () => onNetwork(snapshot, inOrder(wallet.contacts, wallet.orders.contacts)),
    [snapshot.settings?.network, wallet],
  );
  const { found: shown, wanted } = useFound(here, said, search);
  const given = useMemo(() => shown.filter(mayBeGiven), [shown]);
  const valid = useMemo(() => here.filter((contact) => contact.valid).map(({ address }) => address), [here]);
  const close = (): void => setTask({ kind: 'none' });
  return (
    <>
      <PageTitle>{t('nav_contacts')}</PageTitle>
      <OtherNetworks elsewhere={elsewhere} />
      <div class="toolbar">
        {here.length > 0 && (
          <SearchField label={t('contacts_search')} value={search} onInput={setSearch} testId="contacts-search" />
        )}
        <Button kind="primary" onClick={() => setTask({ kind: 'add' })} testId="contact-add">
          <PlusIcon />
          {t('contact_add')}
        </Button>
      </div>
      {valid.length > 0 && <CheckChain addresses={valid} />}
      <div class="list-tools">
        {here.length > 0 && (
          <>
            {given.length > 0 && <CopyButton text={() => asLines(given)} label={tn('copy_all', given.length)} testId="copy-all" />}
            <button
              type="button"
              class="button button-small"
              onClick={() => setTask({ kind: 'table' })}
              data-testid="contacts-table"
            >
              <ExportIcon />
              {t('table_open')}
            </button>
          </>
        )}
        <a class="button button-small" href={linkTo('import')} data-testid="contacts-table-import">
          <ImportIcon />
          {t('table_import')}
        </a>
      </div>
      {here.length === 0 && (
        <Empty title={t('contacts_empty')}>
          <p>{t('contacts_empty_text')}</p>
        </Empty>
      )}
      {here.length > 0 && shown.length === 0 && <Empty title={t('search_nothing', { text: search })} />}
      <Book contacts={shown} wanted={wanted} setTask={setTask} />
      {task.kind === 'add' && <Edit contact={null} onClose={close} />}
      {task.kind === 'table' && <TableDialog onClose={close} />}
      {task.kind === 'edit' && <Edit contact={task.contact} onClose={close} />}
      {task.kind === 'delete' && <Delete contact={task.contact} onClose={close} />}
    </>
  );
};

interface BookProps {
  readonly contacts: readonly ContactView[];
  /** What was searched for. */
  readonly wanted: string;
  readonly setTask: (task: Task) => void;
}

/** The contacts, and behind them the own accounts: open where somebody looks for one. */
const Book = ({ contacts, wanted, setTask }: BookProps): JSX.Element => {
  const facts = useChainFacts();
  const others = useMemo(() => contacts.filter(({ ownAccount }) => !ownAccount), [contacts]);
  const own = useMemo(() => contacts.filter(({ ownAccount }) => ownAccount), [contacts]);
  const [isOpen, setIsOpen] = useState(wanted !== '');
  useEffect(() => setIsOpen(wanted !== ''), [wanted]);
  const draw = useCallback(
    (contact: ContactView) => <Row key={contact.address} contact={contact} facts={facts} setTask={setTask} />,
    [facts, setTask],
  );
  return (
    <>
      {others.length > 0 && <LongList of={wanted} items={others} label={t('nav_contacts')} draw={draw} />}
      {own.length > 0 && (
        <details open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)} data-testid="contacts-own">
          <summary>{tn('contacts_own', own.length)}</summary>
          <LongList of={wanted} items={own} label={tn('contacts_own', own.length)} draw={draw} />
        </details>
      )}
    </>
  );
};

const Row = ({
  contact,
  facts,
  setTask,
}: {
  readonly contact: ContactView;
  readonly facts: ChainFacts;
  readonly setTask: (task: Task) => void;
}): JSX.Element => {
  const fact: ChainFactView | undefined = facts.get(contact.address);
  return (
    <li
      class="row"
      data-testid="contact-row"
      data-address={contact.address}
      data-name={contact.name}
      data-valid={String(contact.valid)}
      data-own={String(contact.ownAccount)}
      data-chain={fact?.state}
    >
      <div class="row-main">
        <p class="row-title">
          {contact.ownAccount ? (
            <a href={linkTo('accounts', contact.address)} data-testid="contact-account">
              <Foreign text={contact.name} />
            </a>
          ) : (
            <Foreign text={contact.name} />
          )}
          {contact.ownAccount && <Badge tone="sea">{t('contact_own')}</Badge>}
          {!contact.valid && <Badge tone="bad">{t('contact_invalid')}</Badge>}
          <ReceivingBadge receiving={contact.receiving} />
          <ChainBadge fact={fact} />
        </p>
        <p class="row-sub mono" title={contact.shownAddress}>
          <bdi>{shortened(contact.shownAddress, 12, 10)}</bdi>
        </p>
        {contact.note !== '' && (
          <p class="row-reason">
            <Foreign text={contact.note} />
          </p>
        )}
      </div>
      <div class="row-side actions">
        {contact.receiving.may === 'open' && <CopyButton text={contact.address} label={t('copy')} quiet />}
        <button
          type="button"
          class="button button-quiet button-icon"
          aria-label={t('contact_edit_name', { name: contact.name })}
          onClick={() => setTask({ kind: 'edit', contact })}
          data-testid="contact-edit"
        >
          <PencilIcon />
        </button>
        {!contact.ownAccount && (
          <button
            type="button"
            class="button button-quiet button-icon"
            aria-label={t('contact_delete_name', { name: contact.name })}
            onClick={() => setTask({ kind: 'delete', contact })}
            data-testid="contact-delete"
          >
            <TrashIcon />
          </button>
        )}
      </div>
    </li>
  );
};

/** What a search looks at. */
const said = ({ name, note, address }: ContactView): string => `${name}\n${note}\n${address}`;

/** Addresses that others could take from are not handed around. */
const mayBeGiven = ({ valid, receiving }: ContactView): boolean => valid && receiving.may === 'open';

/** A line for each: the address first, so that no spreadsheet takes the beginning of a name for a formula. */
const asLines = (contacts: readonly ContactView[]): string =>
  contacts.map(({ address, name }) => `${address} ${name}`).join('\n');
