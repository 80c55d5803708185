/** Amazon Polly's neural voices, one per language. Source: Polly developer guide, "Available voices". */
export const voiceByLanguage: Readonly<Record<string, string>> = {
  'en-US': 'Joanna',
  'en-GB': 'Amy',
  'en-AU': 'Olivia',
  'en-IN': 'Kajal',
  'en-IE': 'Niamh',
  'en-NZ': 'Aria',
  'en-ZA': 'Ayanda',
};

/** Throws RangeError for a language without a voice here. */
export function voiceFor(languageTag: string): string {
  const voice = voiceByLanguage[languageTag];
  if (voice) return voice;
  throw new RangeError(
    `center.language: no voice for "${languageTag}". Write one of ${Object.keys(voiceByLanguage).join(', ')}, or add it in flows/voices.ts.`,
  );
}
