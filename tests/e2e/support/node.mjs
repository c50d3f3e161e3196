// The synthetic node: a chain of our own, and faults on request.

import path from 'node:path';

import { ROOT } from './project.mjs';
import { control, startTool } from './tool.mjs';

export const SCENARIO = path.join(ROOT, 'tests/e2e/scenario.json');
export const MNEMONIC = 'speculos-default-24';

export async function startNode({ scenario = SCENARIO, genesis = 'mainnet' } = {}) {
  const tool = await startTool('dev-node', ['--scenario', scenario, '--genesis', genesis]);
  const { port, control: controlPort } = tool.said;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => tool.stop(),

    /** Nobody listens any more: connections are refused. */
    refuse: () => control(controlPort, '/knobs', { listening: false }),
    /** From now on look-ups of accounts end like this. `rule` may narrow it, for instance to first attempts. */
    failLookups: (fault, rule = {}) =>
      control(controlPort, '/knobs', { faults: [{ fault, method: 'GetAccountInfo', ...rule }] }),
    /** Turns the node's knobs, for instance `{ lagSeconds: 7200 }`. */
    turn: (knobs) => control(controlPort, '/knobs', knobs),
    /** All knobs back to harmless, and the journal empty. */
    heal: () => control(controlPort, '/reset', {}),
    /** What the node was asked. */
    journal: () => control(controlPort, '/log'),

    /** The accounts of the scenario. */
    accounts: async () => (await control(controlPort, '/chain')).accounts,
    /** The addresses that a recovery with this phrase must find. */
    async addressesOf({ mnemonic = MNEMONIC, identity, numbers } = {}) {
      const { accounts } = await control(controlPort, '/chain');
      const ours = ({ owner }) =>
        owner?.mnemonic === mnemonic &&
        (identity ?? owner.identity) === owner.identity &&
        (numbers === undefined || numbers.includes(owner.number));
      return accounts
        .filter(({ credentials, removed }) => Object.values(credentials).some(ours) || removed.some(ours))
        .map(({ address }) => address)
        .sort();
    },
  };
}
