// Knows how a contact is added, changed and deleted. Whether an address is right, the engine says.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { LONGEST_CONTACT_NAME, LONGEST_NOTE } from '../../engine.limits';
import type { ContactView } from '../../engine.types';
import { Button } from '../../ui/button';
import { Confirm, Dialog } from '../../ui/dialog';
import { FaultPanel } from '../../ui/fault';
import { TextField } from '../../ui/field';
import { useAction, useSession } from '../../ui/session';
import { t } from '../../ui/texts';
import { useDraft } from '../drafts/draft';
import { Explorer } from './explorer';
import { NameRemark } from './name-remark';
import { isTooLong } from './too-long';

/** The form, empty or with a contact in it. */
export const Edit = ({
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
        {contact?.valid === true && contact.receiving.may === 'open' && <Explorer address={contact.address} />}
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

/** "Really?" */
export const Delete = ({ contact, onClose }: { readonly contact: ContactView; readonly onClose: () => void }): JSX.Element => {
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
