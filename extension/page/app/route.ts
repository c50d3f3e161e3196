// Knows the addresses inside the page: `#/accounts/<id>` and the like. An unknown one is the overview.

import { useEffect, useState } from 'preact/hooks';

import { isRoute, type Route } from '../../chrome/browser';

/** Where the tab is. */
export interface Place {
  readonly route: Route;
  /** One record of that page, when it is looked at alone. */
  readonly item: string | null;
}

/** The address of a page, or of one record on it. */
export function linkTo(route: Route, item?: string): string {
  return item === undefined ? `#/${route}` : `#/${route}/${encodeURIComponent(item)}`;
}

/** Goes there. */
export function goTo(route: Route, item?: string): void {
  location.hash = linkTo(route, item);
}

/** Forgets which record was looked at; its page stays. */
export function leaveItem(): void {
  const { route, item } = parse(location.hash);
  if (item === null) return;
  history.replaceState(null, '', linkTo(route));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** The current place, followed as it changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => parse(location.hash));
  useEffect(() => {
    const follow = (): void => setPlace(parse(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return place;
}

function parse(hash: string): Place {
  const [first = '', second = ''] = hash.replace(/^#\/?/, '').split('/');
  return { route: isRoute(first) ? first : 'overview', item: decode(second) };
}

function decode(text: string): string | null {
  try {
    return text === '' ? null : decodeURIComponent(text);
  } catch {
    return null;
  }
}
