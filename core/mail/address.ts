/**
 * An e-mail address as customers are known by: in lower case, blanks around it taken off. Undefined for anything else:
 * a telephone number, several addresses, a name beside the address, or what no mail server would take.
 */
export function mailAddressOf(text: string | null | undefined): string | undefined {
  const address = (text ?? '').trim().toLowerCase();
  return address.length <= 254 && /^[^\s@<>(),;:"\\]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}$/.test(address)
    ? address
    : undefined;
}
