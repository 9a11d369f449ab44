/** A text on the page that is hard to read. */
export interface PoorText {
  readonly text: string
  readonly color: string
  readonly background: string
  readonly ratio: number
}

/**
 * Returns the visible texts of the page whose contrast is below a ratio (WCAG 2.2, "contrast ratio"). It runs in the page.
 */
export function poorTexts(least: number): readonly PoorText[] {
  const partsOf = (color: string): readonly number[] =>
    Array.from(color.matchAll(/[\d.]+/g), ([part]) => Number(part))
  const luminance = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = partsOf(color).map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const backgroundOf = (element: Element | null): string => {
    if (!element) return 'rgb(255, 255, 255)'
    const { backgroundColor } = getComputedStyle(element)
    return partsOf(backgroundColor)[3] === 0 ? backgroundOf(element.parentElement) : backgroundColor
  }
  const poor: PoorText[] = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent?.trim() ?? ''
    const element = texts.currentNode.parentElement
    if (text === '' || !element?.checkVisibility()) continue
    const { color } = getComputedStyle(element)
    const background = backgroundOf(element)
    const [dark = 0, light = 0] = [luminance(color), luminance(background)].sort((a, b) => a - b)
    const ratio = (light + 0.05) / (dark + 0.05)
    if (ratio < least) poor.push({ text, color, background, ratio })
  }
  return poor
}
