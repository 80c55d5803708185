/**
 * Time zones a number may be in, by its prefix. A moved mobile number stays in its home zone here: the law's "local
 * time at the called party's location" cannot be known better from the number alone.
 */

const byCountry: Record<string, readonly string[]> = {
  AT: ['Europe/Vienna'],
  AU: ['Australia/Sydney', 'Australia/Brisbane', 'Australia/Adelaide', 'Australia/Darwin', 'Australia/Perth'],
  BE: ['Europe/Brussels'],
  CH: ['Europe/Zurich'],
  CZ: ['Europe/Prague'],
  DE: ['Europe/Berlin'],
  DK: ['Europe/Copenhagen'],
  ES: ['Europe/Madrid', 'Atlantic/Canary'],
  FI: ['Europe/Helsinki'],
  FR: ['Europe/Paris'],
  GB: ['Europe/London'],
  HK: ['Asia/Hong_Kong'],
  IE: ['Europe/Dublin'],
  IL: ['Asia/Jerusalem'],
  IN: ['Asia/Kolkata'],
  IT: ['Europe/Rome'],
  JP: ['Asia/Tokyo'],
  LU: ['Europe/Luxembourg'],
  MX: ['America/Mexico_City', 'America/Cancun', 'America/Hermosillo', 'America/Tijuana'],
  NL: ['Europe/Amsterdam'],
  NO: ['Europe/Oslo'],
  NZ: ['Pacific/Auckland'],
  PL: ['Europe/Warsaw'],
  PR: ['America/Puerto_Rico'],
  PT: ['Europe/Lisbon', 'Atlantic/Azores'],
  SE: ['Europe/Stockholm'],
  SG: ['Asia/Singapore'],
  ZA: ['Africa/Johannesburg'],
};

const eastern = 'America/New_York';
const central = 'America/Chicago';
const mountain = 'America/Denver';
const arizona = 'America/Phoenix';
const pacific = 'America/Los_Angeles';
const alaska = 'America/Anchorage';
const hawaii = 'Pacific/Honolulu';
const atlantic = 'America/Halifax';

const wholeCountry: Record<string, readonly string[]> = {
  US: [eastern, central, mountain, arizona, pacific, alaska, 'America/Adak', hawaii],
  CA: ['America/St_Johns', atlantic, 'America/Toronto', 'America/Winnipeg', 'America/Regina', mountain, pacific],
};

/** North American area codes by zone (numbering plan administrator's area code maps). A code in two rows straddles them. */
const areaCodes: readonly (readonly [zone: string, codes: string])[] = [
  [
    eastern,
    `201 202 203 207 212 215 216 220 223 227 229 231 234 239 240 248 252 260 267 269 272 276 283 301 302 304 305 313 315
     317 321 324 326 329 330 332 336 339 347 351 352 363 380 386 401 404 407 410 412 413 419 423 434 436 440 443 445 463
     470 472 475 478 484 502 508 513 516 517 518 540 551 561 567 570 571 574 582 585 586 603 606 607 609 610 614 616 617
     624 631 640 645 646 656 667 678 679 680 681 686 689 703 704 706 716 717 718 724 727 728 732 734 740 743 754 757 762
     765 770 771 772 774 781 786 802 803 804 810 813 814 821 826 828 835 838 839 843 845 848 854 856 857 859 860 862 863
     864 865 878 904 908 910 912 914 917 919 929 934 937 941 943 947 948 954 959 973 978 980 984 989
     270 364 448 812 850 906 930 931`,
  ],
  [
    central,
    `205 210 214 217 218 219 224 225 228 235 251 254 256 262 270 274 281 309 312 314 316 318 319 320 325 327 331 334 337
     346 353 361 364 402 405 409 414 417 430 432 447 448 464 469 479 501 504 507 512 515 531 534 539 557 563 572 573 580
     601 608 612 615 618 621 629 630 636 641 651 659 660 662 682 701 708 712 713 715 726 730 731 737 763 769 773 779 806
     815 816 817 830 832 847 850 861 870 872 901 903 913 918 920 924 931 936 938 940 945 952 956 972 975 979 985
     308 423 574 605 606 620 785 812 906 930`,
  ],
  [mountain, '303 307 385 406 435 505 575 719 720 748 801 915 970 983 208 986 308 432 458 541 605 620 701 775 785 928'],
  [arizona, '480 520 602 623 928'],
  [
    pacific,
    `206 209 213 253 279 310 323 341 350 357 360 369 408 415 424 425 442 503 509 510 530 559 562 564 619 626 628 650 657
     661 669 702 707 714 725 738 747 760 805 818 820 831 837 840 858 909 916 925 949 951 971 208 986 458 541 775`,
  ],
  [alaska, '907'],
  ['America/Adak', '907'],
  [hawaii, '808'],
  ['America/St_Johns', '709 879'],
  [atlantic, '428 506 709 782 879 902'],
  [
    'America/Toronto',
    `226 249 263 289 343 354 365 367 382 416 418 437 438 450 468 514 519 548 579 581 613 647 683 705 742 753 807 819 867
     873 905 942`,
  ],
  ['America/Winnipeg', '204 431 584 807 867'],
  ['America/Regina', '306 474 639'],
  ['America/Edmonton', '236 250 306 368 403 587 639 672 778 780 825 867'],
  ['America/Vancouver', '236 250 257 604 672 778'],
  ['America/Whitehorse', '867'],
];

const zonesOfAreaCode = new Map<string, string[]>();
for (const [zone, codes] of areaCodes) {
  for (const code of codes.split(/\s+/)) zonesOfAreaCode.set(code, [...(zonesOfAreaCode.get(code) ?? []), zone]);
}

/**
 * Every zone the number may be in; of an area code that is too new to be listed, every zone of its country. Empty for
 * a country whose zones are not known: such a number is not dialled.
 */
export function zonesOf(number: string, country: string): readonly string[] {
  const whole = wholeCountry[country];
  if (whole) return zonesOfAreaCode.get(number.slice(2, 5)) ?? whole;
  return byCountry[country] ?? [];
}

/** Country calling codes of `byCountry`; Puerto Rico's numbers are North American. */
const callingCodes: Record<string, string> = {
  '27': 'ZA',
  '31': 'NL',
  '32': 'BE',
  '33': 'FR',
  '34': 'ES',
  '351': 'PT',
  '352': 'LU',
  '353': 'IE',
  '358': 'FI',
  '39': 'IT',
  '41': 'CH',
  '420': 'CZ',
  '43': 'AT',
  '44': 'GB',
  '45': 'DK',
  '46': 'SE',
  '47': 'NO',
  '48': 'PL',
  '49': 'DE',
  '52': 'MX',
  '61': 'AU',
  '64': 'NZ',
  '65': 'SG',
  '81': 'JP',
  '852': 'HK',
  '91': 'IN',
  '972': 'IL',
};

/**
 * The zones from the E.164 number alone, without the metadata that tells countries for sure: for the caller's path.
 * Empty when the country is not known.
 */
export function zonesOfNumber(number: string): readonly string[] {
  if (number.startsWith('+1')) return /^\+1(787|939)/.test(number) ? zonesOf(number, 'PR') : zonesOf(number, 'US');
  const code = [3, 2].map((length) => number.slice(1, 1 + length)).find((prefix) => prefix in callingCodes);
  return code === undefined ? [] : zonesOf(number, callingCodes[code] ?? '');
}

/** Countries a center may call: those whose calling hours can be kept. */
export const callableCountries: readonly string[] = [...Object.keys(byCountry), ...Object.keys(wholeCountry)].sort();
