// Draws the panels of dashboard.json from a Prometheus, as SVG. Usage:
//
//   node docs/ops/render.mjs http://127.0.0.1:9090 180 > docs/ops/dashboard.svg
//
// The second argument is the number of seconds to show. Needs Node 18 or later, and no packages.
import { readFileSync } from 'node:fs'

const [prometheus, seconds] = [process.argv[2], Number(process.argv[3])]
if (!prometheus || !(seconds > 0)) {
  console.error('Usage: node render.mjs <URL of Prometheus> <seconds>')
  process.exit(2)
}

const COLUMN = 50
const ROW = 26
const GAP = 8
const COLORS = ['#3274d9', '#e0752d', '#2f9e44', '#a352cc', '#c4162a', '#0a8f8f', '#b7791f', '#6c757d']
const UNITS = {
  reqps: value => `${round(value)} req/s`,
  ops: value => `${round(value)} op/s`,
  s: value => (value < 1 ? `${round(value * 1000)} ms` : `${round(value)} s`),
  bytes: value => (value >= 1 << 20 ? `${round(value / (1 << 20))} MiB` : `${round(value / 1024)} KiB`),
  percentunit: value => `${round(value * 100)} %`,
  short: value => `${round(value)}`
}

const round = value => Number(value.toPrecision(3))
const escape = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

async function query(target, end) {
  const expression = target.expr.replaceAll('$instance', '.*').replaceAll('$__rate_interval', '15s')
  const parameters = new URLSearchParams({ query: expression, start: end - seconds, end, step: 3 })
  const response = await fetch(`${prometheus}/api/v1/query_range?${parameters}`)
  const answer = await response.json()
  if (answer.status !== 'success') {
    throw new Error(`${expression}: ${answer.error}`)
  }
  return answer.data.result.map(({ metric, values }) => ({
    name: target.legendFormat.replaceAll(/\{\{(\w+)}}/g, (_, label) => metric[label] ?? ''),
    points: values.map(([time, value]) => [time, Number(value)]).filter(([, value]) => Number.isFinite(value))
  }))
}

function lines(series, box, end, top) {
  const x = time => box.x + ((time - end + seconds) / seconds) * box.w
  const y = value => box.y + box.h - (value / top) * box.h
  return series.map(({ points }, i) => {
    const path = points.map(([time, value]) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`).join(' ')
    return `<polyline points="${path}" fill="none" stroke="${COLORS[i % COLORS.length]}" stroke-width="1.5"/>`
  })
}

function panel({ title, gridPos, fieldConfig }, series, end) {
  const [x, y] = [gridPos.x * COLUMN + GAP / 2, gridPos.y * ROW + GAP / 2]
  const [w, h] = [gridPos.w * COLUMN - GAP, gridPos.h * ROW - GAP]
  const shown = series.filter(({ points }) => points.length > 0).slice(0, COLORS.length)
  const unit = UNITS[fieldConfig.defaults.unit]
  const top = Math.max(...shown.flatMap(({ points }) => points.map(([, value]) => value)), 0) * 1.1 || 1
  const box = { x: x + 78, y: y + 32, w: w - 90, h: h - 80 }
  const parts = [
    `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="3" fill="#fff" stroke="#d5d8dc"/>`,
    `<text x="${x + 10}" y="${y + 20}" font-weight="600" font-size="13">${escape(title)}</text>`
  ]
  for (const share of [0, 0.5, 1]) {
    const level = box.y + box.h * (1 - share)
    parts.push(`<line x1="${box.x}" x2="${box.x + box.w}" y1="${level}" y2="${level}" stroke="#e9ecef"/>`)
    parts.push(`<text x="${box.x - 6}" y="${level + 4}" text-anchor="end" fill="#5c636a">${unit(top * share)}</text>`)
  }
  parts.push(...lines(shown, box, end, top))
  let [left, line] = [x + 10, y + h - 28]
  shown.forEach(({ name }, i) => {
    const width = 26 + name.length * 6.2
    if (left + width > x + w && left > x + 10) {
      ;[left, line] = [x + 10, line + 16]
    }
    parts.push(`<rect x="${left}" y="${line - 5}" width="10" height="3" fill="${COLORS[i % COLORS.length]}"/>`)
    parts.push(`<text x="${left + 14}" y="${line}">${escape(name)}</text>`)
    left += width
  })
  if (shown.length === 0) {
    parts.push(`<text x="${x + w / 2}" y="${y + h / 2}" text-anchor="middle" fill="#5c636a">nothing happened</text>`)
  }
  return parts.join('\n')
}

const dashboard = JSON.parse(readFileSync(new URL('dashboard.json', import.meta.url), 'utf8'))
const end = Math.floor(Date.now() / 1000)
const panels = []
for (const each of dashboard.panels) {
  const series = (await Promise.all(each.targets.map(target => query(target, end)))).flat()
  panels.push(panel(each, series, end))
}
const height = Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h)) * ROW
console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${24 * COLUMN} ${height}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#f4f5f5"/>
${panels.join('\n')}
</svg>`)
