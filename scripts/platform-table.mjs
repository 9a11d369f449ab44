/** The table platform x guarantee, as Markdown. */
export function platformTable(unsorted) {
  const rows = sorted(unsorted)
  const notes = notesOf(rows)
  const guarantees = unique(rows.map((row) => row.guarantee)).sort((one, other) => one - other)
  const lines = unique(rows.map((row) => row.platform)).map((platform) => {
    const own = rows.filter((row) => row.platform === platform)
    const cells = guarantees.map((guarantee) =>
      cell(
        own.filter((row) => row.guarantee === guarantee),
        notes,
      ),
    )
    return [platform, ...cells]
  })
  const head = ['', ...guarantees]
  return aligned([head, head.map(() => '---'), ...lines])
}

/** What the letters in the table mean, as a list in Markdown. */
export function platformNotes(rows) {
  return [...notesOf(sorted(rows)).values()]
    .map(({ letter, reason, links }) => {
      const where = [...links].map(([link, platforms]) => `[${[...platforms].join('; ')}](${link})`)
      return `- **${letter}** ${reason}: ${where.join('; ')}`
    })
    .join('\n')
}

/** What the platforms call themselves, in a line. */
export function platformVersions(rows) {
  const known = sorted(rows).map(({ platform, version }) => {
    const [found] = /[\d.]+$|(Chrome|Firefox|Version)\/[\d.]+/.exec(version) ?? []
    return found === undefined ? undefined : `${platform.split(',')[0]} (${found})`
  })
  return unique(known.filter((text) => text !== undefined)).join(', ')
}

// By platform: the tests of several run at once, and end in any order.
function sorted(rows) {
  return [...rows].sort((one, other) => one.platform.localeCompare(other.platform, 'en'))
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** One note for each reason, in the order of the rows, with the platforms that it applies to and the link to its explanation. */
function notesOf(rows) {
  const notes = new Map()
  for (const { platform, lacks } of rows) {
    for (const { reason, link } of lacks) {
      const letter = letters[notes.size]
      const note = notes.get(reason) ?? { reason, letter, links: new Map() }
      note.links.set(link, (note.links.get(link) ?? new Set()).add(platform))
      notes.set(reason, note)
    }
  }
  return notes
}

// "✓" all that applies holds, "✓ab" all but the cases of notes a and b, "2✗" two cases fail, "-" nothing was tried.
function cell(rows, notes) {
  const tried = rows.filter((row) => row.lacks.length === 0)
  const failed = tried.filter((row) => row.state === 'failed').length
  const passed = tried.filter((row) => row.state === 'passed').length
  const reasons = unique(rows.flatMap(({ lacks }) => lacks.map(({ reason }) => reason)))
  const marks = reasons.map((reason) => notes.get(reason).letter)
  const mark = failed > 0 ? `${failed}✗` : passed > 0 ? '✓' : '-'
  return [mark, marks.sort().join('')].filter((part) => part !== '').join(' ')
}

function aligned(lines) {
  const widths = lines[0].map((_, column) =>
    Math.max(...lines.map((cells) => String(cells[column]).length)),
  )
  return lines
    .map((cells) => {
      const padded = cells.map((text, column) =>
        text === '---'
          ? '-'.repeat(Math.max(widths[column], 3))
          : String(text).padEnd(Math.max(widths[column], 3)),
      )
      return `| ${padded.join(' | ')} |`
    })
    .join('\n')
}

function unique(values) {
  return [...new Set(values)]
}
