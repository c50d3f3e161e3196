// Knows in which order a list is drawn, and that a choice of it is kept. The orders themselves are the engine's: nothing is sorted here.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { AccountOrdersView, IdentityOrdersView } from '../../engine.types';
import { Choice } from '../../ui/choice';
import { t, type TextKey } from '../../ui/texts';

/** By what accounts can be ordered. */
export type AccountOrder = keyof AccountOrdersView;
/** By what identities can be ordered. */
export type IdentityOrder = keyof IdentityOrdersView;

/** The words for each, in the order in which they are offered; the first one holds until another is chosen. */
export const ACCOUNT_ORDERS: Readonly<Record<AccountOrder, TextKey>> = {
  name: 'order_name',
  identity: 'order_identity',
  balance: 'order_balance',
};
export const IDENTITY_ORDERS: Readonly<Record<IdentityOrder, TextKey>> = {
  name: 'order_name',
  ledger: 'order_ledger',
};

/** The records of a list as the engine orders them. */
export function inOrder<Item>(items: readonly Item[], order: readonly number[]): readonly Item[] {
  return order.map((position) => items[position]).filter((item) => item !== undefined);
}

/**
 * The order that is chosen for a list, and the way to choose another one. It is kept in this browser's storage for pages, like the
 * colours: it says nothing about anybody, and no click on it is worth sealing the vault anew.
 */
export function useOrder<Order extends string>(
  list: string,
  words: Readonly<Record<Order, TextKey>>,
): readonly [Order, (order: Order) => void] {
  const [order, setOrder] = useState(() => keptOrder(list, words));
  const choose = (chosen: Order): void => {
    setOrder(chosen);
    try {
      localStorage.setItem(keyOf(list), chosen);
    } catch {
      // It holds until the page is left.
    }
  };
  return [order, choose];
}

interface OrderChoiceProps<Order extends string> {
  readonly words: Readonly<Record<Order, TextKey>>;
  readonly order: Order;
  readonly onChange: (order: Order) => void;
}

/** The choice above a list. */
export const OrderChoice = <Order extends string>({ words, order, onChange }: OrderChoiceProps<Order>): JSX.Element => (
  <div class="order">
    <span class="hint" aria-hidden="true">
      {t('order_by')}
    </span>
    <Choice
      legend={t('order_by')}
      options={namesOf(words).map((value) => ({ value, label: t(words[value]), code: value }))}
      value={order}
      onChange={onChange}
      testId="order"
    />
  </div>
);

const keyOf = (list: string): string => `order-${list}`;

function keptOrder<Order extends string>(list: string, words: Readonly<Record<Order, TextKey>>): Order {
  const orders = namesOf(words);
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(keyOf(list));
  } catch {
    // Then nothing is kept.
  }
  return orders.find((one) => one === kept) ?? (orders[0] as Order);
}

function namesOf<Order extends string>(words: Readonly<Record<Order, TextKey>>): readonly Order[] {
  return Object.keys(words) as Order[];
}
