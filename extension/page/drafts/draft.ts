// Knows how what is being typed outlives a lock: the engine is told of it, and says it again once the vault is open. Never a password.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import type { Draft, DraftPlace } from '../../engine.types';
import { useSession } from '../../ui/session';

/** The engine hears of it when somebody pauses for so long. */
const PAUSE_MS = 200;

type DraftAt<At extends DraftPlace> = Extract<Draft, { at: At }>;

export interface Drafted<At extends DraftPlace> {
  /** What was typed here when the vault locked; `null` if nothing was. */
  readonly put: DraftAt<At> | null;
  readonly keep: (draft: DraftAt<At>) => void;
  /** Nothing is typed here any more; also when what calls this goes from the page. */
  readonly leave: () => void;
}

/** Of one place; `isMine` says whether it is about this record. */
export function useDraft<At extends DraftPlace>(at: At, isMine: (draft: DraftAt<At>) => boolean = () => true): Drafted<At> {
  const { snapshot, send } = useSession();
  const [put] = useState(() => snapshot.drafts.filter((draft): draft is DraftAt<At> => draft.at === at).find(isMine) ?? null);
  const mine = useRef(put !== null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const keep = useCallback(
    (draft: DraftAt<At>) => {
      mine.current = true;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void send({ drafts: { keep: { draft } } }), PAUSE_MS);
    },
    [send],
  );
  const leave = useCallback(() => {
    clearTimeout(timer.current);
    if (mine.current) void send({ drafts: { leave: { place: at } } });
    mine.current = false;
  }, [send, at]);
  // A page that goes because of a lock leaves nothing: the engine that locked hears no more.
  useEffect(() => leave, [leave]);
  return { put, keep, leave };
}

/** What stands in a search field: what somebody is led here for, or else what was typed. */
export function useSearch(
  at: 'account-search' | 'contact-search',
  asked: string | null = null,
): readonly [string, (text: string) => void] {
  const { put, keep, leave } = useDraft(at);
  const [text, setText] = useState<string>(asked ?? put?.text ?? '');
  const type = (typed: string): void => {
    setText(typed);
    if (typed === '') leave();
    else keep({ at, text: typed });
  };
  return [text, type];
}
