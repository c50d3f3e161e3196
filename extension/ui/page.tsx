// Knows the pieces every page is laid out with: title, card, badge, steps, empty state, the counts of a wallet.

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

import type { Counts } from '../engine.types';
import { countWords } from './counts';
import { CheckIcon } from './icons';
import { focusHeadingAfter } from './kept-focus';
import { namePage } from './tab';
import { t } from './texts';

/** The page's heading; takes the focus when the page is opened, so that screen readers start there. */
export const PageTitle = ({
  children,
  lead,
}: {
  readonly children: string;
  readonly lead?: ComponentChildren;
}): JSX.Element => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    namePage(children);
    heading.current?.focus();
  }, [children]);
  return (
    <header class="page-title">
      <h1 ref={heading} tabIndex={-1}>
        <bdi>{children}</bdi>
      </h1>
      {lead !== undefined && <p class="lead">{lead}</p>}
    </header>
  );
};

interface CardProps {
  readonly title?: string;
  readonly children: ComponentChildren;
  readonly testId?: string;
  readonly tone?: 'plain' | 'good' | 'warn';
}

/** A card, with a heading where it has one. */
export const Card = ({ title, children, testId, tone = 'plain' }: CardProps): JSX.Element => (
  <section class={tone === 'plain' ? 'card' : `card card-${tone}`} data-testid={testId}>
    {title !== undefined && <h2>{title}</h2>}
    {children}
  </section>
);

interface FoldProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Unfolded from the beginning: something in it wants to be seen. */
  readonly open?: boolean;
  readonly testId?: string;
}

/** A card of which only the heading is seen: what somebody may look up, and needs for nothing that is done here. */
export const Fold = ({ title, children, open = false, testId }: FoldProps): JSX.Element => (
  <details class="card" open={open} data-testid={testId}>
    <summary>
      <h2>{title}</h2>
    </summary>
    <div class="stack">{children}</div>
  </details>
);

/** How a badge feels. */
export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'sea';

/** A word about a record. */
export const Badge = ({
  children,
  tone = 'plain',
}: {
  readonly children: ComponentChildren;
  readonly tone?: Tone;
}): JSX.Element => <span class={`badge badge-${tone}`}>{children}</span>;

/** Where a flow stands. The heading of each step takes the focus when the step is reached. */
export const Steps = ({ names, at }: { readonly names: readonly string[]; readonly at: number }): JSX.Element => {
  const list = useRef<HTMLOListElement>(null);
  const before = useRef(at);
  // Before the focus is seen to fall: what had it is gone by now.
  useLayoutEffect(() => {
    if (before.current !== at && list.current !== null) focusHeadingAfter(list.current);
    before.current = at;
  }, [at]);
  return (
    <>
      <p class="visually-hidden" aria-live="polite">
        {names[at] === undefined ? '' : t('step_now', { step: at + 1, of: names.length, name: names[at] })}
      </p>
      <ol class="steps" aria-label={t('steps')} ref={list}>
        {names.map((name, position) => (
          <li
            key={name}
            class={position < at ? 'step step-done' : position === at ? 'step step-now' : 'step'}
            aria-current={position === at ? 'step' : undefined}
          >
            <span class="step-mark" aria-hidden="true">
              {position < at ? <CheckIcon /> : position + 1}
            </span>
            {name}
            {position < at && <span class="visually-hidden">{t('step_done')}</span>}
          </li>
        ))}
      </ol>
    </>
  );
};

/** Nothing here yet, and what to do about it. */
export const Empty = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}): JSX.Element => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {children}
  </div>
);

/** Name and value pairs. */
export const Facts = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <dl class="facts">{children}</dl>
);

/** One of them. */
export const Fact = ({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}): JSX.Element => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** The counts of a wallet; what is not there is not mentioned, except accounts. */
export const CountList = ({ counts }: { readonly counts: Counts }): JSX.Element => (
  <ul class="counts">
    {countWords(counts, 'accounts').map((words) => (
      <li key={words}>{words}</li>
    ))}
  </ul>
);
