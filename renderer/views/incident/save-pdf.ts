import { tellDone, tellProblem } from '../../stores/tell.ts';
import { saveBlob } from '../backtest/save-file.ts';

/** Only the desktop app makes a PDF by itself. */
export function makesPdf(): boolean {
  return window.tidegate?.pdf !== undefined;
}

/** Has the desktop app make a PDF of a page, and hands it over as a file to be saved. */
export async function savePdf(name: string, html: string): Promise<void> {
  try {
    const base64 = await window.tidegate?.pdf?.(html);
    if (base64 === undefined) return;
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    saveBlob(name, new Blob([bytes], { type: 'application/pdf' }));
    tellDone(`${name} is made`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    tellProblem('No PDF was made', { code: 'internal', message: `${why} Print it instead, and choose PDF there.` });
  }
}
