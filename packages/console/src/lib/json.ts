/** JSON where it is JSON; a broken body is shown as it came. */
export function parsedOrText(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
