// Knows why the vault was locked last in this tab, if it was not the person's own doing.

/** Nobody was here, or the screen of the computer was locked. */
export type LockCause = 'idle' | 'screen';

let cause: LockCause | null = null;

/** It was locked for this; `null`: by hand, or it is open again. */
export function noteLockCause(why: LockCause | null): void {
  cause = why;
}

export const lockCause = (): LockCause | null => cause;
