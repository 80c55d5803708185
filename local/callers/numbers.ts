// Area codes of one time zone, US Eastern: callbacks are rung in the customer's daytime only, and callers spread over
// the country would make what is offered depend on chance.
const callersAreaCodes = (
  '201 202 203 207 215 216 234 239 240 248 252 267 269 276 301 302 304 305 313 315 321 330 336 339 347 351 352 386 ' +
  '401 404 407 410 412 413 419 434 440 443 470 475 478 484 508 513 516 517 518 540 551 561 567 570 571 585 586 603 ' +
  '607 609 610 614 616 617 631 646 678 704 706 716 717 718 724 727 732 734 740 754 757 770 772 774 781 786 802 803 ' +
  '804 810 813 814 828 843 845 848 856 857 860 862 863 864 904 908 910 912 914 917 919 937 941 947 954 973 978 980 989'
).split(' ');

/** Of the same time zone, and no caller's. */
const visitorsAreaCode = '212';

/** 555-0100 to 555-0199 of each area code are kept free for fiction. */
const fictional = (areaCode: string, line: number): string =>
  `+1${areaCode}55501${String(line % 100).padStart(2, '0')}`;

/** The number of the `index`-th caller, one area code after the other. */
export const callerNumber = (index: number): string =>
  fictional(callersAreaCodes[Math.floor(index / 100) % callersAreaCodes.length] ?? visitorsAreaCode, index);

/** So many numbers are of a day's own callers, and so many of those who come on top of it. */
const daysNumbers = 7000;
export const extraNumbers = 4000;

/** The number of the `index`-th caller on top of the day's own: none of theirs, however many come. */
export const extraCallerNumber = (index: number): string => callerNumber(daysNumbers + (index % extraNumbers));

/**
 * The number of somebody who calls from a page, one of a hundred: the `start`-th, or the next that is none of the center's
 * own, which it never calls back. No caller has it: a callback would ring them both. It is a neighbour of the center's
 * own, as a callback rings in the daytime of the place that a number belongs to.
 */
export function visitorNumber(ownNumbers: readonly string[], start: number): string {
  const local = ownNumbers.find((number) => !/^\+18(00|33|44|55|66|77|88)/.test(number));
  const own = /^\+1(\d{3})/.exec(local ?? '')?.[1] ?? visitorsAreaCode;
  const areaCode = callersAreaCodes.includes(own) ? visitorsAreaCode : own;
  let line = start;
  while (ownNumbers.includes(fictional(areaCode, line)) && line < start + 100) line += 1;
  return fictional(areaCode, line);
}
