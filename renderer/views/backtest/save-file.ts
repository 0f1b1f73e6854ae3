/** Hands a text, or the parts of one, to the browser as a file to be saved. */
export function saveFile(name: string, text: string | readonly string[]): void {
  saveBlob(name, new Blob(typeof text === 'string' ? [text] : [...text], { type: 'text/plain;charset=utf-8' }));
}

/** The same for anything else. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
