// Knows which rows of a preview lie open: those that need a look and those that differ. All others are a number that can be unfolded, and
// all of a kind can be left out at once.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { GroupView, ImportView, RecordKind, RowFilter } from '../../engine.types';
import { Button } from '../../ui/button';
import { FaultPanel } from '../../ui/fault';
import { type Action, useAction } from '../../ui/session';
import { formatNumber, type PluralKey, t, type TextKey, tn } from '../../ui/texts';
import { Row } from './row';
import { Rows } from './rows';

type PreviewView = Extract<ImportView, { step: 'preview' }>;

interface KindWords {
  readonly title: TextKey;
  readonly counted: PluralKey;
}

/** In the order they are shown. */
const KINDS: Readonly<Record<RecordKind, KindWords>> = {
  account: { title: 'kind_account', counted: 'count_accounts' },
  identity: { title: 'kind_identity', counted: 'count_identities' },
  credential: { title: 'kind_credential', counted: 'count_credentials' },
  cosigner: { title: 'kind_cosigner', counted: 'count_cosigners' },
  contact: { title: 'kind_contact', counted: 'count_contacts' },
  device: { title: 'kind_device', counted: 'count_devices' },
};
const KIND_ORDER = Object.keys(KINDS) as readonly RecordKind[];

interface SectionWords {
  readonly title: TextKey;
  readonly open: boolean;
}

const SECTIONS: Readonly<Record<RowFilter, SectionWords>> = {
  problems: { title: 'filter_problems', open: true },
  differs: { title: 'filter_differs', open: true },
  new: { title: 'filter_new', open: false },
  same: { title: 'filter_same', open: false },
};
const SECTION_ORDER = Object.keys(SECTIONS) as readonly RowFilter[];

interface SectionsProps {
  readonly view: PreviewView;
  readonly choose: Action;
}

/** All rows, what asks for a look first. */
export const Sections = ({ view, choose }: SectionsProps): JSX.Element => (
  <>
    {SECTION_ORDER.map((filter) => {
      const groups = KIND_ORDER.flatMap((kind) => view.groups.filter((group) => group.kind === kind && group[filter] > 0));
      return groups.length === 0 ? null : (
        <section key={filter} class="group" data-testid={`preview-section-${filter}`}>
          <h2 class="section-title">{t(SECTIONS[filter].title)}</h2>
          {groups.map((group) =>
            SECTIONS[filter].open ? (
              <div key={group.kind} class="stack-tight">
                <h3 class="kind-title">
                  {t(KINDS[group.kind].title)} <span class="count">{formatNumber(group[filter])}</span>
                </h3>
                <GroupRows view={view} choose={choose} group={group} filter={filter} />
              </div>
            ) : (
              <Fold key={group.kind} view={view} choose={choose} group={group} filter={filter} />
            ),
          )}
        </section>
      );
    })}
  </>
);

interface GroupProps extends SectionsProps {
  readonly group: GroupView;
  readonly filter: RowFilter;
}

/** A number that unfolds into its rows; they are asked for then. */
const Fold = (props: GroupProps): JSX.Element => {
  const { group, filter } = props;
  const [open, setOpen] = useState(false);
  return (
    <details
      class="fold"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-testid="preview-fold"
      data-kind={group.kind}
      data-filter={filter}
      data-open={String(open)}
    >
      <summary>
        {tn(KINDS[group.kind].counted, group[filter])}
        {filter === 'new' && group.leftOut > 0 && (
          <span class="hint"> · {tn('outlook_left_out', group.leftOut)}</span>
        )}
      </summary>
      {open && (
        <>
          {filter === 'new' && group.leavable > 1 && <All group={group} />}
          <GroupRows {...props} />
        </>
      )}
    </details>
  );
};

/** All of a kind out, or in again. */
const All = ({ group }: { readonly group: GroupView }): JSX.Element => {
  const all = useAction();
  const out = group.leftOut < group.leavable;
  return (
    <>
      <div class="actions">
        <Button
          disabled={all.busy}
          onClick={() => void all.run({ import: { 'choose-all': { kind: group.kind, out } } })}
          testId={`preview-all-${group.kind}`}
        >
          {tn(out ? 'preview_all_out' : 'preview_all_in', group.leavable)}
        </Button>
      </div>
      {all.fault !== null && <FaultPanel fault={all.fault} />}
    </>
  );
};

const GroupRows = ({ view, choose, group, filter }: GroupProps): JSX.Element => (
  <Rows
    shown={{ kind: group.kind, filter, count: group[filter] }}
    revision={view.revision}
    label={t(KINDS[group.kind].title)}
    draw={(item) => <Row key={item.id} item={item} choose={choose} network={view.networks.length > 1} />}
  />
);
