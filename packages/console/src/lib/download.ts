interface Download {
  readonly url: string;
  readonly fileName: string;
  readonly signal: AbortSignal;
  /** Lines received so far. */
  readonly onLines: (lines: number) => void;
}

const newline = 10;

/** Fetches a file while telling how far it is, then hands it to the browser to save. */
export async function downloadWithProgress({ url, fileName, signal, onLines }: Download): Promise<void> {
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) throw new Error(`The server answered with ${response.status}.`);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let lines = 0;
  const reader = response.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parts.push(read.value);
    for (const byte of read.value) if (byte === newline) lines += 1;
    onLines(lines);
  }
  saveFile(new Blob(parts, { type: response.headers.get('content-type') ?? 'text/csv' }), fileName);
}

function saveFile(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
