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

    /** Turns knobs; what is not named stays as it is. */
    turn: (knobs) => control(controlPort, '/knobs', knobs),
    /** All knobs back to harmless. */
    heal: () => control(controlPort, '/reset', {}),
    /** What the node was asked. */
    journal: () => control(controlPort, '/journal'),

    /** Every account, with who made its credentials. */
    chain: () => control(controlPort, '/chain'),

    /** From now on look-ups of accounts end like this; at most `times` of them, if said. */
    failLookups: (fault, { times } = {}) => control(controlPort, '/knobs', { lookups: { ...fault, times } }),

    /** The addresses that a recovery with this phrase must find. */
    async addressesOf(mnemonic = MNEMONIC) {
      const { accounts } = await control(controlPort, '/chain');
      const ours = (credential) => credential.owner?.mnemonic === mnemonic;
      return accounts
        .filter(({ credentials, removed }) => Object.values(credentials).some(ours) || removed.some(ours))
        .map(({ address }) => address)
        .sort();
    },
  };
}
