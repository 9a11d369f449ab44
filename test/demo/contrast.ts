import type { Locator } from 'playwright-core'

/** Ratio of a text's colour to the nearest background under it (WCAG 2.2, 1.4.3). */
export function contrast(text: Locator): Promise<number> {
  return text.evaluate((element) => {
    const luminance = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? [])
        .map((part) => Number(part) / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    let behind: Element | null = element
    while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') {
      behind = behind.parentElement
    }
    const back = behind ? luminance(getComputedStyle(behind).backgroundColor) : 1
    const front = luminance(getComputedStyle(element).color)
    return (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05)
  })
}
