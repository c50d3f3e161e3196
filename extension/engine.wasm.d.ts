// What the worker uses of the engine's wasm-bindgen glue (target/pkg, made by `cargo xtask build`).

declare module 'lifeboat-engine' {
  /** Fetches and compiles the module. */
  export default function init(): Promise<unknown>;

  export class Engine {
    /** The engine calls `onSnapshot` after every change, `onWallet` when the records changed. */
    constructor(
      vaultExpected: boolean,
      lastVault: string | undefined,
      lastRevision: number | undefined,
      onSnapshot: (snapshot: unknown) => void,
      onWallet: (wallet: unknown) => void,
    );

    /** Reads the store; the first snapshot follows. */
    start(): Promise<void>;

    /** Resolves to the intent's answer; rejects with a `Fault`. */
    send(intent: unknown): Promise<unknown>;
  }
}
