import type { Locator } from 'playwright-core';

/** Whether a panel's chart has pixels of a colour, `[red, green, blue]`. */
export function isDrawnIn(panel: Locator, color: readonly number[]): Promise<boolean> {
  return panel.locator('canvas').evaluate((canvas: HTMLCanvasElement, [red, green, blue]) => {
    // Read from a copy: a browser warns of a canvas that is drawn and read by turns.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] === 255)
        return true;
    }
    return false;
  }, color);
}
