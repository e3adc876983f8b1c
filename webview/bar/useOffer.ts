import { useEffect, useRef, useState } from 'preact/hooks';
import { isSaved, type Take } from '../../src/core/export/kinds.ts';
import type { Offer } from '../../src/protocol/panelApi.ts';
import { isHostMessage, type Post } from '../host.ts';

/** How long a button says that it did what it says. */
const SAID_MILLISECONDS = 2000;

/** What can be taken away, and what just was. */
export interface Taking {
  /** Null until the host has told. */
  readonly offer: Offer | null;
  readonly take: (chosen: Take) => void;
  /** Whether this was taken a moment ago. */
  readonly isDone: (chosen: Take) => boolean;
  /** The same for screen readers. */
  readonly said: string;
}

/** @param shown what the offer is of: of another it is asked for anew */
export function useOffer(post: Post, shown: readonly unknown[]): Taking {
  const [offer, setOffer] = useState<Offer | null>(null);
  const [done, setDone] = useState<Take | null>(null);
  const asked = useRef<readonly Take[]>([]);
  useEffect(() => {
    const onMessage = ({ data }: MessageEvent<unknown>) => {
      if (!isHostMessage(data)) return;
      if (data.type === 'offer') setOffer(data);
      if (data.type === 'taken' && data.isDone) setDone(asked.current[data.request] ?? null);
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
  useEffect(() => post({ type: 'offer' }), shown);
  useEffect(() => {
    if (done === null) return undefined;
    const end = setTimeout(() => setDone(null), SAID_MILLISECONDS);
    return () => clearTimeout(end);
  }, [done]);
  return {
    offer,
    take: chosen => {
      asked.current = [...asked.current, chosen];
      post({ type: 'take', request: asked.current.length - 1, ...chosen });
    },
    isDone: ({ of, as }) => done?.of === of && done.as === as,
    said: done === null ? '' : isSaved(done.as) ? 'Saved' : 'Copied',
  };
}
