// Knows what the tab says of itself among others: its title and its sign. Whoever calls the person comes before the page's name.

import { t } from './texts';

const CALM = 'icons/32.png';
const CALLING = 'icons/call.png';

let page: string | null = null;
let call: string | null = null;

/** The page that is shown. */
export function namePage(title: string): void {
  page = title;
  draw();
}

/** What the person is wanted for; `null`: nothing any more. */
export function callPerson(words: string | null): void {
  call = words;
  draw();
}

function draw(): void {
  const name = call ?? page;
  document.title = name === null ? t('app_name') : t('document_title', { page: name });
  const sign = call === null ? CALM : CALLING;
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (link !== null && link.getAttribute('href') !== sign) link.href = sign;
}
