// What the page and the workers use of target/pkg (made by `cargo xtask build`): where the module lies, and wasm-bindgen's glue.

declare module 'lifeboat-module' {
  /** Its address. */
  const place: string;
  export default place;
}

declare module 'lifeboat-engine' {
  /** Makes the engine run. */
  export default function init(of: { readonly module_or_path: WebAssembly.Module }): Promise<{ readonly memory: WebAssembly.Memory }>;

  /** Makes a key out of a password as the recipe says. Throws where that is refused or there is not enough memory. */
  export function deriveKey(recipe: import('./engine.types').Recipe, password: string): Uint8Array<ArrayBuffer>;

  export class Engine {
    /** The engine calls `onSnapshot` after every change, `onWallet` with what changed of the records, as JSON, and `onBequest` when it locks. */
    constructor(
      vaultExpected: boolean,
      lastVault: string | undefined,
      lastRevision: number | undefined,
      onSnapshot: (snapshot: unknown) => void,
      onWallet: (wallet: string) => void,
      onBequest: (bequest: unknown) => void,
      deriveApart: (recipe: import('./engine.types').Recipe, password: string) => { key: Promise<Uint8Array>; stop: () => void },
    );

    /** What the engine before this one left. Before `start`. */
    inherit(why: string, unfinished?: Uint8Array): void;

    /** Reads the store; the first snapshot follows. */
    start(): Promise<void>;

    /** A password begins to be typed: what its key would have to wait for is made ready. */
    makeReady(): void;

    /** Resolves to the intent's answer; rejects with a `Fault`. */
    send(intent: unknown): Promise<unknown>;
  }
}
