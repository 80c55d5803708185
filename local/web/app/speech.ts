/** The browser's own voice; some have none. */
export const canSpeak = (): boolean => 'speechSynthesis' in globalThis;

export function speak(text: string): void {
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = 'en-US';
  speechSynthesis.speak(utterance);
}

/** A key press interrupts a prompt, as on a real line. */
export function stopSpeaking(): void {
  if (canSpeak()) speechSynthesis.cancel();
}
