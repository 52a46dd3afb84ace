// The search: ranks the sections of all pages for a query. It runs in the place of the theme's own worker and speaks its
// protocol; the index is fetched with the first word that a reader asks for.

const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3]
const [TITLE, NAME, TERM, OFTEN, ONCE] = [8, 6, 6, 2, 1] // what a word is worth where it stands
const STOP = new Set("a an and are as at be by can do for from how i in is it of on or that the to was what when why with".split(" "))
const NONE = "#".codePointAt(0) // the sign of no step
const EXACT = 2 // how much more a section is worth that is called just what was asked for
const MOST = 30 // sections in an answer

// Words that are alike for the search: spellings of two countries, singular and plural, forms of a verb. The index
// brings the rules, by which its own words were made.
let rules = []
function stem(word) {
  if (word.length < 4 || /[\d_.:]/.test(word)) return word
  return rules.reduce((form, [pattern, instead]) => form.replace(pattern, instead), word)
}

// The words of a text. One with a hyphen or an underscore counts by its parts too, and "Lab 9.1" is one word.
function words(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\b(lab|exercise|chapter) (?=\d)/g, "$1")
  const found = plain.match(/eq:[\w-]+|[a-z]*\d+\.\d+|[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*/gu) ?? []
  return found.flatMap((word) => {
    const parts = word.startsWith("eq:") ? [word] : word.split(/[-_]/)
    const longer = parts.filter((part) => part.length > 1)
    return (parts.length > 1 ? [word.replaceAll("-", ""), ...longer] : parts).map(stem)
  })
}

// The words of a text that tell something, or all of them if none does.
function telling(text) {
  const [all, some] = [words(text), words(text).filter((word) => !STOP.has(word))]
  return some.length ? some : all
}

// A name with a hyphen is looked for as its parts and as one word.
function spellings([text, worth, name]) {
  const texts = text.includes("-") ? [text.replaceAll("-", " "), text.replaceAll("-", "")] : [text]
  return texts.map((one) => ({ list: telling(one), worth, name }))
}

// The sections as the search looks at them: what their words are worth, and what they are called, phrase by phrase.
function prepared(indexed) {
  const { sections, often, once } = indexed
  rules = indexed.rules.map(([pattern, instead]) => [new RegExp(pattern), instead])
  const found = sections.map(([location, title, names, terms, lead, own]) => {
    const anchor = /^bibliography/.test(location) ? "" : (location.split("#")[1] ?? "").replaceAll("-", " ")
    const named = [anchor, ...names.split(" · ")].map((name) => [name, NAME, true])
    const called = [[title, TITLE, true], ...named, ...terms.split(" · ").map((term) => [term, TERM, false])]
    const phrases = called.filter(([text]) => text).flatMap(spellings)
    const said = [...own.split(" "), ...words(title), ...words(terms)]
    return { location, title, lead, phrases, bag: new Map(said.map((word) => [word, ONCE])) }
  })
  for (const [list, worth] of [[often, OFTEN], [once, ONCE]])
    for (const [word, steps] of Object.entries(list)) {
      let place = 0
      for (const step of steps) {
        place += step.codePointAt(0) - NONE
        found[place].bag.set(word, worth)
      }
    }
  const known = new Set(found.flatMap(({ bag, phrases }) => [...bag.keys(), ...phrases.flatMap(({ list }) => list)]))
  return { sections: found, known }
}

// Whether a word becomes another by one letter that is left out, put in, changed, or swapped with the next.
function misspelt(a, b) {
  if (a.length < 4 || Math.abs(a.length - b.length) > 1) return false
  let same = 0
  while (same < a.length && a[same] === b[same]) same++
  const [x, y] = [a.slice(same), b.slice(same)]
  return [x.slice(1) === y.slice(1), x === y.slice(1), x.slice(1) === y, x[1] + x[0] + x.slice(2) === y].includes(true)
}

// The words of the index that a word may stand for, with their closeness: itself, and longer ones.
function meant(word, known) {
  if (word.length < 3) return known.has(word) ? [[word, 1]] : []
  const longer = [...known].filter((one) => one.startsWith(word))
  return longer.map((one) => [one, one === word ? 1 : (0.7 * word.length) / one.length])
}

// The words of a query, each with its meanings: also as one word with its neighbour, or as two, where the index knows them.
function asked(query, known) {
  const found = telling(query.replaceAll("-", " "))
  const pairs = found.slice(1).map((word, k) => found[k] + word)
  return found.flatMap((word, k) => {
    const joined = [pairs[k - 1], pairs[k]].filter((pair) => known.has(pair)).map((pair) => [pair, 1])
    const meanings = [...meant(word, known), ...joined]
    const cuts = meanings.length ? [] : [...word].map((_, cut) => [word.slice(0, cut), word.slice(cut)])
    const cut = cuts.find((parts) => parts.every((part) => part.length > 2 && known.has(part)))
    if (cut) return cut.map((part) => new Map(meant(part, known)))
    if (meanings.length) return [new Map(meanings)]
    return [new Map([...known].filter((one) => misspelt(word, one)).map((one) => [one, 0.4]))]
  })
}

// Chapters before labs, labs before what is behind the chapters; last what repeats a whole chapter, and works.
function rank(location) {
  if (/#(summary|further-reading|suggested-reading)|^bibliography/.test(location)) return 0.15
  return /^(\d\d-|index)/.test(location) ? 1 : /^labs/.test(location) ? 0.6 : 0.4
}

// How well each word of a query, by its meanings, is met in a section: in its text, and in each of its phrases.
function met({ bag, phrases }, meanings) {
  const worth = ([word, closeness]) => closeness * (bag.get(word) ?? 0)
  const texts = meanings.map((meaning) => Math.max(0, ...[...meaning].map(worth)))
  const close = (list) => meanings.map((meaning) => Math.max(0, ...list.map((word) => meaning.get(word) ?? 0)))
  const called = phrases.map((phrase) => ({ ...phrase, close: close(phrase.list) }))
  return { texts, called, has: texts.map((text, k) => text > 0 || called.some(({ close }) => close[k] > 0)) }
}

// The sections that a query may mean, best first: rare words count more, and sections that have all of them most.
function ranked(query, { sections, known }) {
  const meanings = asked(query, known)
  const found = sections.map((section) => ({ section, ...met(section, meanings) }))
  const rarity = meanings.map((_, k) => Math.log(1 + sections.length / (1 + found.filter(({ has }) => has[k]).length)))
  const sum = (values) => values.reduce((total, value, k) => total + rarity[k] * value, 0)
  const phrase = ({ list, worth, close }) => worth * sum(close) * Math.sqrt(Math.min(1, close.filter(Boolean).length / list.length))
  return found
    .map(({ section, texts, called, has }) => {
      const exact = called.some(({ list, close, name }) => name && list.length === close.length && close.every((one) => one === 1))
      const score = (sum(texts) + Math.max(0, ...called.map(phrase))) * sum(has) ** 2 * (exact ? EXACT : 1) * rank(section.location)
      return { section, score }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
}

// The answer as the theme shows it: by page, each with the page itself, and the words that were asked for marked.
function answer(query, index) {
  const wanted = new Set(asked(query, index.known).flatMap((meaning) => [...meaning.keys()]))
  const shown = (text) =>
    text
      .replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign])
      .replace(/[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*/gu, (word) =>
        words(word).some((one) => wanted.has(one)) ? `<mark>${word}</mark>` : word)
  const typed = query.toLowerCase().split(/\s+/).filter((word) => word && !STOP.has(word))
  const terms = Object.fromEntries(typed.map((word) => [word, true])) // the theme highlights them on the page
  const entry = ({ location, title, lead }, score) => ({ location, title: shown(title), text: shown(lead), score, terms })
  const pages = new Map()
  for (const { section, score } of ranked(query, index).slice(0, MOST)) {
    const [page] = section.location.split("#")
    if (!pages.has(page)) pages.set(page, [])
    pages.get(page).push(entry(section, score))
  }
  for (const [page, entries] of pages)
    if (!entries.some(({ location }) => location === page))
      entries.push(entry(index.sections.find(({ location }) => location === page), 0))
  return { items: [...pages.values()] }
}

const here = self.document?.currentScript?.src ?? location.href
let index
async function fetched() {
  await importScripts(new URL("../search/index.js", here).href)
  return prepared(self.indexed)
}

addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) postMessage({ type: READY })
  if (type !== QUERY) return
  if (data.trim()) index ??= fetched()
  postMessage({ type: RESULT, data: data.trim() ? answer(data, await index) : { items: [] } })
})
