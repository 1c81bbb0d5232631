/** Where a box goes that tells of a word. */

interface Size {
  width: number;
  height: number;
}

interface Rect extends Size {
  left: number;
  top: number;
}

const gap = 6;

/**
 * Under the word, above it where there is more room; always within the window as far as it fits.
 *
 * @param word where the word's first line is, in the window.
 * @param box the size of what is placed.
 * @param room the size of the window.
 */
export function placed(word: Rect, box: Size, room: Size): { left: number; top: number } {
  const below = word.top + word.height + gap;
  const above = word.top - box.height - gap;
  const fits = below + box.height <= room.height;
  const top = fits || above < gap ? below : above;
  const left = Math.min(word.left, room.width - box.width - gap);
  return { left: Math.max(gap, left), top };
}
