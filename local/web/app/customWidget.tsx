import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DrawnWidget } from '../messages.ts';
import { useDark } from './chart.tsx';

const allowed = new Set(
  'A B CAPTION CIRCLE CLIPPATH DEFS DIV EM FIGCAPTION FIGURE G H3 H4 LI LINE OL P PATH POLYGON POLYLINE RECT SMALL SPAN STRONG SVG TABLE TBODY TD TEXT TFOOT TH THEAD TR TSPAN UL'.split(
    ' ',
  ),
);
const refusedAttribute = /^(on|style$|href$|xlink:href$|src)/i;

/**
 * The markup a widget's function gave, as CloudWatch would show it: known elements only, no scripts, no handlers, no
 * links. Styles are set one by one, because this page allows no inline ones.
 */
function adopted(given: Element, into: Element): void {
  for (const node of given.childNodes) {
    if (node instanceof Text) into.append(document.createTextNode(node.data));
    if (!(node instanceof Element) || !allowed.has(node.tagName.toUpperCase())) continue;
    const copy = document.createElementNS(node.namespaceURI, node.localName) as HTMLElement | SVGElement;
    for (const { name, value } of node.attributes) if (!refusedAttribute.test(name)) copy.setAttribute(name, value);
    copy.style.cssText = node.getAttribute('style') ?? '';
    adopted(node, copy);
    into.append(copy);
  }
}

export function CustomWidget({ widget }: { widget: Extract<DrawnWidget, { kind: 'custom' }> }) {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useDark() ? 'dark' : 'light';
  const html = widget.html[scheme];
  useLayoutEffect(() => {
    if (box.current === null || html === undefined) return;
    box.current.replaceChildren();
    adopted(new DOMParser().parseFromString(html, 'text/html').body, box.current);
  }, [html]);
  return (
    <>
      <h3>{widget.title}</h3>
      {html === undefined ? (
        <p class="empty">Its function does not answer.</p>
      ) : (
        <div class="drawn" data-scheme={scheme} ref={box} />
      )}
    </>
  );
}
