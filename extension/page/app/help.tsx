// Knows the help inside: what people ask when something is lost, each answer where a fault or another page can lead to it.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import type { Route } from '../../chrome/browser';
import { CopyButton } from '../../ui/copy-button';
import { type Asked, askedBy, helpAt, type Topic, TOPICS } from '../../ui/help';
import { PageTitle } from '../../ui/page';
import { t, type TextKey } from '../../ui/texts';
import { linkTo } from './route';
import { StateToTell } from './state-to-tell';

/** A page that an answer names. */
interface Lead {
  readonly route: Route;
  readonly label: TextKey;
}

interface Answer {
  readonly title: TextKey;
  readonly says: readonly TextKey[];
  readonly lead?: Lead;
}

const TO_IMPORT: Lead = { route: 'import', label: 'help_phone_open' };
const TO_RECOVER: Lead = { route: 'recover', label: 'settings_recover_open' };

const ANSWERS: Readonly<Record<Topic, Answer>> = {
  file: { title: 'help_file', says: ['help_file_1', 'help_file_2', 'help_file_3'], lead: TO_IMPORT },
  phone: { title: 'help_phone', says: ['help_phone_1', 'help_phone_5', 'help_phone_2', 'help_phone_3', 'help_phone_4'], lead: TO_IMPORT },
  uninstall: { title: 'help_uninstall', says: ['help_uninstall_1', 'help_uninstall_2'] },
  ledger: { title: 'help_ledger', says: ['help_ledger_1', 'help_ledger_2', 'help_ledger_3'] },
  'new-ledger': { title: 'help_new_ledger', says: ['help_new_ledger_1', 'help_new_ledger_2', 'help_new_ledger_3'], lead: TO_RECOVER },
  linux: { title: 'help_linux', says: ['help_linux_1'] },
  app: { title: 'help_app', says: ['help_app_1', 'help_app_2', 'help_app_3'], lead: TO_RECOVER },
  update: { title: 'help_update', says: ['help_update_1', 'help_update_2', 'help_update_3', 'help_update_4'] },
  node: { title: 'help_node', says: ['help_node_1', 'help_node_2'], lead: { route: 'settings', label: 'node_other' } },
  computer: { title: 'help_computer', says: ['help_computer_1'] },
  password: { title: 'help_password', says: ['help_password_1', 'help_password_2', 'help_password_3'] },
  chain: { title: 'help_chain', says: ['help_chain_1'] },
  ask: { title: 'help_ask', says: ['help_ask_1', 'settings_help_text', 'never_asked'] },
};

/** What a terminal is told, so that a browser may open a Ledger: code, and the same in every language. The first line does not end: a terminal that
 * was given both starts when it has both, and the second is not typed into the question for a password that the first one asks. */
const UDEV = `echo 'KERNEL=="hidraw*", ATTRS{idVendor}=="2c97", MODE="0660", TAG+="uaccess"' | sudo tee /etc/udev/rules.d/70-ledger.rules &&
sudo udevadm control --reload-rules && sudo udevadm trigger`;

/** While nothing is open that it would stand in; `back` is what was there before. */
export const HelpAlone = ({ item, back }: { readonly item: string | null; readonly back: Route }): JSX.Element => (
  <>
    <HelpPage item={item} />
    <a class="button" href={linkTo(back)} data-testid="help-back">
      {t('help_back')}
    </a>
  </>
);

/** All of it; `item` is what somebody was led to. */
export const HelpPage = ({ item }: { readonly item: string | null }): JSX.Element => {
  const asked = askedBy(item);
  return (
    <>
      <PageTitle>{t('nav_help')}</PageTitle>
      <nav aria-label={t('help_contents')}>
        <ul class="help-contents">
          {TOPICS.map((topic) => (
            <li key={topic}>
              <a href={helpAt(topic)}>{t(ANSWERS[topic].title)}</a>
            </li>
          ))}
        </ul>
      </nav>
      {TOPICS.map((topic) => (
        <Piece key={topic} topic={topic} asked={asked?.topic === topic ? asked : null} />
      ))}
    </>
  );
};

const Piece = ({ topic, asked }: { readonly topic: Topic; readonly asked: Asked | null }): JSX.Element => {
  const isAsked = asked !== null;
  const code = asked?.code ?? null;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isAsked) return;
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'start' });
  }, [isAsked, code]);
  const { title, says, lead } = ANSWERS[topic];
  return (
    <section class="card" data-testid="help-topic" data-topic={topic} data-asked={isAsked ? 'true' : undefined}>
      <h2 ref={heading} tabIndex={-1}>
        {t(title)}
      </h2>
      {code !== null && (
        <p class="hint" data-testid="help-of-code" data-code={code}>
          {t('help_of_code')} <code>{code}</code>
        </p>
      )}
      {says.map((key) => (
        <p key={key}>{t(key)}</p>
      ))}
      {topic === 'linux' && (
        <>
          <pre class="mono help-code" dir="ltr" tabIndex={0} data-testid="help-lines">
            {UDEV}
          </pre>
          <p>{t('help_linux_2')}</p>
          <div class="actions">
            <CopyButton text={UDEV} label={t('help_linux_copy')} />
          </div>
        </>
      )}
      {topic === 'ask' && (
        <div class="actions">
          <StateToTell />
        </div>
      )}
      {lead !== undefined && (
        <div class="actions">
          <a class="button" href={linkTo(lead.route)} data-testid="help-lead">
            {t(lead.label)}
          </a>
        </div>
      )}
    </section>
  );
};
