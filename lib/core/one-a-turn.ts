import "server-only";

/**
 * Gives back what those wait for who may go on one after the other, each in another turn of the event loop: whoever else
 * waits for the thread gets it in between.
 */
export function oneATurn(): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let isServing = false;
  const serve = () => {
    waiting.shift()?.();
    isServing = waiting.length > 0;
    if (isServing) setImmediate(serve);
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (isServing) return;
      isServing = true;
      setImmediate(serve);
    });
}
