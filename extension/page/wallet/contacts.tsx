// Knows the address book: search, add, edit, delete. Whether an address is right, the engine says.

import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';

import { LONGEST_CONTACT_NAME, LONGEST_NOTE } from '../../engine.limits';
import type { ChainFactView, ContactView, Draft } from '../../engine.types';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { Confirm, Dialog } from '../../ui/dialog';
import { FaultPanel } from '../../ui/fault';
import { SearchField, TextField } from '../../ui/field';
import { Foreign } from '../../ui/foreign';
import { shortened } from '../../ui/format';
import { PencilIcon, PlusIcon, TrashIcon } from '../../ui/icons';
import { LongList } from '../../ui/long-list';
import { Badge, Empty, PageTitle } from '../../ui/page';
import { useAction, useSession } from '../../ui/session';
import { useSettled } from '../../ui/settled';
import { t } from '../../ui/texts';
import { OtherNetworks } from '../app/other-networks';
import { ChainBadge, CheckChain, useChainFacts } from '../chain/check';
import { useDraft, useSearch } from '../drafts/draft';
import { onNetwork } from '../settings/network';
import { NameRemark } from './name-remark';
import { ReceivingBadge } from './receiving';
import { isTooLong } from './too-long';

type Task =
  | { readonly kind: 'none' }
  | { readonly kind: 'add' }
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

/** The address book. */
export const ContactsPage = (): JSX.Element => {
  const { snapshot, wallet } = useSession();
  const [search, setSearch] = useSearch('contact-search');
  const [task, setTask] = useState<Task>(() => taskOf(snapshot.drafts, wallet.contacts));
  const { here, elsewhere } = useMemo(() => onNetwork(snapshot, wallet.contacts), [snapshot, wallet.contacts]);
  const wanted = useSettled(search).trim().toLocaleLowerCase();
  const shown = useMemo(() => here.filter((contact) => matches(contact, wanted)), [here, wanted]);
  const facts = useChainFacts();
  const valid = here.filter((contact) => contact.valid).map(({ address }) => address);
  const close = (): void => setTask({ kind: 'none' });
  return (
    <>
      <PageTitle>{t('nav_contacts')}</PageTitle>
      <OtherNetworks elsewhere={elsewhere} />
      <div class="toolbar">
        {here.length > 0 && (
          <SearchField label={t('contacts_search')} value={search} onInput={setSearch} testId="contacts-search" />
        )}
        <Button onClick={() => setTask({ kind: 'add' })} testId="contact-add">
          <PlusIcon />
          {t('contact_add')}
        </Button>
      </div>
      {valid.length > 0 && <CheckChain addresses={valid} />}
      {here.length === 0 && (
        <Empty title={t('contacts_empty')}>
          <p>{t('contacts_empty_text')}</p>
        </Empty>
      )}
      {here.length > 0 && shown.length === 0 && <Empty title={t('search_nothing', { text: search })} />}
      <LongList
        key={wanted}
        items={shown}
        label={t('nav_contacts')}
        draw={(contact) => (
          <Row key={contact.address} contact={contact} fact={facts.get(contact.address)} setTask={setTask} />
        )}
      />
      {task.kind === 'add' && <Edit contact={null} onClose={close} />}
      {task.kind === 'edit' && <Edit contact={task.contact} onClose={close} />}
      {task.kind === 'delete' && <Delete contact={task.contact} onClose={close} />}
    </>
  );
};

const Row = ({
  contact,
  fact,
  setTask,
}: {
  readonly contact: ContactView;
  readonly fact: ChainFactView | undefined;
  readonly setTask: (task: Task) => void;
}): JSX.Element => (
  <li
    class="row"
    data-testid="contact-row"
    data-address={contact.address}
    data-name={contact.name}
    data-valid={String(contact.valid)}
    data-chain={fact?.state}
  >
    <div class="row-main">
      <p class="row-title">
        <Foreign text={contact.name} />
        {contact.ownAccount && <Badge tone="sea">{t('contact_own')}</Badge>}
        {!contact.valid && <Badge tone="bad">{t('contact_invalid')}</Badge>}
        <ReceivingBadge receiving={contact.receiving} />
        <ChainBadge fact={fact} />
      </p>
      <p class="row-sub mono" title={contact.shownAddress}>
        <bdi>{shortened(contact.shownAddress, 12, 10)}</bdi>
      </p>
      {contact.note !== '' && <p class="row-reason"><Foreign text={contact.note} /></p>}
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

const Edit = ({
  contact,
  onClose,
}: {
  readonly contact: ContactView | null;
  readonly onClose: () => void;
}): JSX.Element => {
  const { snapshot } = useSession();
  const previousAddress = contact?.address ?? null;
  const { put, keep } = useDraft('contact', (draft) => draft.previousAddress === previousAddress);
  const [typed, setTyped] = useState({
    name: put?.name ?? contact?.name ?? '',
    address: put?.address ?? contact?.shownAddress ?? '',
    note: put?.note ?? contact?.note ?? '',
  });
  const { name, address, note } = typed;
  const type = (changed: Partial<typeof typed>): void => {
    const now = { ...typed, ...changed };
    setTyped(now);
    keep({ at: 'contact', previousAddress, ...now });
  };
  const save = useAction();
  const own = contact?.ownAccount === true;
  const tooLong = (!own && isTooLong(name, LONGEST_CONTACT_NAME)) || isTooLong(note, LONGEST_NOTE);
  const network = contact?.network ?? snapshot.settings?.network ?? '';
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (tooLong) return;
    const done = await save.run({ wallet: { 'save-contact': { network,
      previousAddress,
      // What stands there instead of an address may not be drawn as it is; it stays what it was.
      address: address === contact?.shownAddress ? contact.address : address.trim(),
      name: name.trim(),
      note: note.trim() } } });
    if (done !== null) onClose();
  };
  return (
    <Dialog title={t(contact === null ? 'contact_add' : 'contact_edit')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void send(event)}>
        <TextField
          label={t('contact_name')}
          hint={own ? t('contact_own_hint') : undefined}
          value={name}
          onInput={(name) => type({ name })}
          disabled={own}
          {...(own ? {} : { longest: LONGEST_CONTACT_NAME })}
          testId="contact-name"
        />
        {!own && <NameRemark network={network} address={address} name={name} />}
        <TextField
          label={t('contact_address')}
          value={address}
          onInput={(address) => type({ address })}
          disabled={own}
          mono
          testId="contact-address"
        />
        <TextField
          label={t('contact_note')}
          hint={t('contact_note_hint')}
          value={note}
          onInput={(note) => type({ note })}
          longest={LONGEST_NOTE}
          testId="contact-note"
        />
        {save.fault !== null && <FaultPanel fault={save.fault} />}
        <div class="actions actions-end">
          <Button onClick={onClose} testId="dialog-cancel">
            {t('cancel')}
          </Button>
          <Button
            kind="primary"
            type="submit"
            disabled={save.busy || name.trim() === '' || address.trim() === '' || tooLong}
            testId="contact-submit"
          >
            {t('contact_save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};

const Delete = ({ contact, onClose }: { readonly contact: ContactView; readonly onClose: () => void }): JSX.Element => {
  const remove = useAction();
  const send = async (): Promise<void> => {
    if ((await remove.run({ wallet: { 'delete-contact': { network: contact.network, address: contact.address } } })) !== null)
      onClose();
  };
  return (
    <Confirm
      title={t('contact_delete_title', { name: contact.name })}
      text={t('contact_delete_text')}
      confirm={t('contact_delete')}
      busy={remove.busy}
      onConfirm={() => void send()}
      onClose={onClose}
    >
      {remove.fault !== null && <FaultPanel fault={remove.fault} />}
    </Confirm>
  );
};

function matches(contact: ContactView, wanted: string): boolean {
  return (
    wanted === '' ||
    contact.name.toLocaleLowerCase().includes(wanted) ||
    contact.note.toLocaleLowerCase().includes(wanted) ||
    contact.address.toLocaleLowerCase().includes(wanted)
  );
}
