import { useEffect, useState } from 'preact/hooks';

/** A warm run takes less than this, in milliseconds, and then nothing but the picture was seen. */
export const WARM_DELAY = 300;

/** Becomes true when the component has been there for so long. */
export function useDelayed(milliseconds: number): boolean {
  const [passed, setPassed] = useState(milliseconds === 0);
  useEffect(() => {
    if (milliseconds === 0) return;
    const timer = setTimeout(() => setPassed(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return passed || milliseconds === 0;
}
