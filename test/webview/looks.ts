import type { Page } from 'playwright-core';

/**
 * What is wider than its place: beyond the panel, cut without an ellipsis, or a number that is cut. What scrolls by itself may be wider than what is seen of it.
 */
export function spillsOf(tab: Page): Promise<string[]> {
  return tab.evaluate(() => {
    const panel = document.querySelector<HTMLElement>('.panel')!;
    const { left, right } = panel.getBoundingClientRect();
    const edge = left + panel.clientWidth;
    const spills: string[] = [];
    const nameOf = (node: Element) =>
      `${node.tagName.toLowerCase()}.${node.getAttribute('class') ?? ''} "${node.textContent.slice(0, 30)}"`;
    const isInScroller = (node: Element) => {
      for (let at = node.parentElement; at && at !== panel; at = at.parentElement)
        if (getComputedStyle(at).overflowX !== 'visible') return true;
      return false;
    };
    if (panel.scrollWidth > panel.clientWidth) spills.push(`the panel scrolls ${panel.scrollWidth - panel.clientWidth} px`);
    if (document.documentElement.scrollWidth > right) spills.push('the page scrolls');
    for (const node of panel.querySelectorAll<HTMLElement>('*:not(.unseen, option, svg *)')) {
      const box = node.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || node.closest('.unseen')) continue;
      const { overflowX, textOverflow, display } = getComputedStyle(node);
      if ((box.right > edge + 0.5 || box.left < left - 0.5) && !isInScroller(node)) spills.push(`beyond the panel: ${nameOf(node)}`);
      if (display === 'inline' || node.scrollWidth <= node.clientWidth + 1) continue;
      const isNumber = node.matches('.number, .value, .link-multiple');
      const isCut = overflowX === 'hidden' || overflowX === 'clip';
      if (isNumber && isCut) spills.push(`a number is cut: ${nameOf(node)}`);
      else if (isCut && textOverflow !== 'ellipsis' && node.childElementCount === 0) spills.push(`cut: ${nameOf(node)}`);
      else if (node.matches('button, select, input, h2, h3, p, .aside') && overflowX === 'visible') spills.push(`spills: ${nameOf(node)}`);
    }
    return spills;
  });
}

/** The stops of the Tab key: controls that it does not come to, and those that it comes to unseen. */
export async function stopsOf(tab: Page): Promise<{ readonly unreached: readonly string[]; readonly unseen: readonly string[] }> {
  const all = await tab.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    const isTabbable = (node: HTMLElement) =>
      node.tabIndex >= 0 && !node.matches(':disabled, input[type=hidden]') && node.getClientRects().length > 0;
    const stops = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, summary, [tabindex]')].filter(isTabbable);
    stops.forEach((node, stop) => (node.dataset['stop'] = String(stop)));
    return stops.map(node => node.ariaLabel ?? node.textContent.slice(0, 40));
  });
  const reached = new Set<number>();
  const unseen: string[] = [];
  for (let step = 0; step <= all.length; step++) {
    await tab.keyboard.press('Tab');
    const at = await tab.evaluate(() => {
      const node = document.activeElement as HTMLElement;
      const box = node.getBoundingClientRect();
      const isOutlined = [node, ...node.children].some(part => getComputedStyle(part).outlineStyle !== 'none');
      const isInView = box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
      return { stop: node.dataset['stop'], isSeen: isOutlined && isInView, isBody: node === document.body };
    });
    if (at.isBody) continue;
    if (at.stop !== undefined) reached.add(Number(at.stop));
    if (!at.isSeen) unseen.push(at.stop === undefined ? 'a stop that came while the key was pressed' : all[Number(at.stop)]!);
  }
  return { unreached: all.filter((_, stop) => !reached.has(stop)), unseen };
}
