/** Byte sequences that are not UTF-8 (the Unicode standard, table 3-7), each with what is wrong with it. */
export const invalidUtf8: readonly (readonly [name: string, bytes: Buffer<ArrayBuffer>])[] = [
  ...leading('lone continuation', [0x80, 0xbf]),
  ...leading('byte that never occurs', [0xc0, 0xc1, 0xf5, 0xf8, 0xfc, 0xfe, 0xff]),
  ...sequences('overlong', [
    'c080',
    'c1bf',
    'e08080',
    'e09fbf',
    'f0808080',
    'f08fbfbf',
    'f880808080',
  ]),
  ...sequences('surrogate', [
    'eda080',
    'edadbf',
    'edae80',
    'edafbf',
    'edb080',
    'edbfbf',
    'eda080edb080',
  ]),
  ...sequences('beyond U+10FFFF', ['f4908080', 'f7bfbfbf', 'fbbfbfbfbf', 'fdbfbfbfbfbf']),
  ...sequences('truncated', [
    'c3',
    'e2',
    'e282',
    'f0',
    'f09f',
    'f09f92',
    'e28261',
    'f09f9261',
    'c3c3',
  ]),
  ...sequences('too many continuations', ['c3a980', 'e282ac80', 'f09f92a980']),
  ['correct but for the middle', Buffer.from('cebae1bdb9cf83cebcceb5eda080656469746564', 'hex')],
]

function leading(name: string, bytes: readonly number[]): [string, Buffer<ArrayBuffer>][] {
  return bytes.map((byte) => [`${name} ${byte.toString(16)}`, Buffer.from([0x61, byte, 0x62])])
}

function sequences(name: string, all: readonly string[]): [string, Buffer<ArrayBuffer>][] {
  return all.map((hex) => [`${name} ${hex}`, Buffer.from(`61${hex}`, 'hex')])
}
