/**
 * Runs inside a page. Texts that cannot be read as they should: cut off by a box, outside of the page, or over each
 * other. What lies in a scrolled box counts only where it shows.
 */
export function unreadableTexts() {
  const slack = 2;
  const faults = [];
  const shown = [];

  const meet = (a, b) => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const isEmpty = ({ left, top, right, bottom }) => right - left <= slack || bottom - top <= slack;

  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
    const text = node.textContent.trim();
    const owner = node.parentElement;
    if (text === '' || owner.closest('script, style, noscript, option, .unseen, .skip') !== null) continue;
    if (!owner.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      let box = { left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom };
      if (isEmpty(box)) continue;
      if (box.left < -slack || box.right > innerWidth + slack) faults.push(`"${text}" leaves the page`);
      for (let around = owner; around !== document.body && around !== null; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around);
        if (overflowX === 'visible' && overflowY === 'visible') continue;
        const frame = around.getBoundingClientRect();
        if (box.right > frame.right + slack || box.left < frame.left - slack) faults.push(`"${text}" is cut off`);
        box = meet(box, frame);
      }
      if (!isEmpty(box)) shown.push({ text, box });
    }
  }
  shown.forEach((one, index) => {
    for (const other of shown.slice(index + 1)) {
      if (one.text === other.text) continue;
      if (!isEmpty(meet(one.box, other.box))) faults.push(`"${one.text}" and "${other.text}" lie over each other`);
    }
  });
  return [...new Set(faults)];
}
