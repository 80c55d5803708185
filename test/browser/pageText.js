/**
 * Runs inside a page. Texts that cannot be read as they should: cut off by a box, outside of the page, or over each
 * other. What lies in a box that scrolls counts only where it shows.
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
      for (let around = owner; around !== document.body && around !== null; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around);
        if (overflowX === 'visible' && overflowY === 'visible') continue;
        const frame = around.getBoundingClientRect();
        const scrolls = overflowX === 'auto' || overflowX === 'scroll';
        const sticksOut = box.right > frame.right + slack || box.left < frame.left - slack;
        if (sticksOut && !scrolls) faults.push(`"${text}" is cut off`);
        box = meet(box, frame);
        if (isEmpty(box)) break;
      }
      if (isEmpty(box)) continue;
      if (box.left < -slack || box.right > innerWidth + slack) faults.push(`"${text}" leaves the page`);
      shown.push({ text, box });
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

/**
 * Runs inside a page. Texts fainter than WCAG 2.2 AA asks for (1.4.3): 4.5 to 1, 3 to 1 for large ones. What is switched
 * off may be faint; where an image lies behind a text nothing can be said of it.
 */
export function faintTexts() {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return { red, green, blue, alpha: alpha / 255 };
  };
  const over = (front, back) => {
    const mix = (part) => front[part] * front.alpha + back[part] * (1 - front.alpha);
    return { red: mix('red'), green: mix('green'), blue: mix('blue'), alpha: 1 };
  };
  const linear = (part) => (part <= 10.31 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ({ red, green, blue }) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;

  const behind = (owner) => {
    const layers = [];
    for (let around = owner; around !== null; around = around.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(around);
      if (backgroundImage !== 'none') return undefined;
      const layer = rgba(backgroundColor);
      if (layer.alpha > 0) layers.push(layer);
      if (layer.alpha === 1) break;
    }
    const page = isDark ? { red: 18, green: 18, blue: 18, alpha: 1 } : { red: 255, green: 255, blue: 255, alpha: 1 };
    return layers.reduceRight((back, front) => over(front, back), page);
  };
  const opacityOf = (owner) => {
    let opacity = 1;
    for (let around = owner; around !== null; around = around.parentElement)
      opacity *= Number(getComputedStyle(around).opacity);
    return opacity;
  };

  const faults = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
    const text = node.textContent.trim();
    const owner = node.parentElement;
    if (text === '' || owner.closest('script, style, noscript, option, .unseen, .skip') !== null) continue;
    if (owner.closest(':disabled, [aria-disabled="true"]') !== null) continue;
    if (!owner.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const back = behind(owner);
    if (back === undefined) continue;
    const style = getComputedStyle(owner);
    const ink = rgba(owner instanceof SVGElement ? style.fill : style.color);
    const front = over({ ...ink, alpha: ink.alpha * opacityOf(owner) }, back);
    const [high, low] = [luminance(front), luminance(back)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5) - 0.005) faults.add(`"${text.slice(0, 60)}" has a contrast of ${ratio.toFixed(2)}`);
  }
  return [...faults];
}
