// A click on a letter of a chapter's formulas tells what it stands for there. The list comes with the first click.
let list

function listed(link) {
  list ??= new Promise((resolve) => {
    const script = document.createElement("script") // a browser loads it from a disk too
    script.src = new URL(`letters/${link.hash.slice(-2)}.js`, link.href)
    script.onload = () => resolve(self.letters)
    document.head.append(script)
  })
  return list
}

// As `shown` in src/notes/site/letters.py reads them.
function named(letter) {
  const roman = letter.getAttribute("mathvariant") === "normal" ? "roman " : ""
  const accent = letter.nextElementSibling && letter.parentElement.tagName === "mover" && !letter.previousElementSibling
  return roman + letter.textContent + (accent ? letter.nextElementSibling.textContent : "")
}

document.addEventListener("click", async (event) => {
  const link = document.querySelector(".facts a.letters")
  const letter = event.target.closest("math mi")
  if (!link || !letter || event.target.closest("a, summary, button") || !getSelection().isCollapsed) return
  const found = (await listed(link))[named(letter)]
  if (found) tell(found, link.href, letter.getBoundingClientRect())
})

function tell(found, address, place) {
  const box = document.createElement("div")
  box.className = "letter md-typeset"
  box.popover = "auto" // closes at Escape and at a click elsewhere
  box.role = "note"
  for (const [symbol, means] of found) {
    const line = document.createElement("p")
    line.innerHTML = `${symbol}: ${means}`
    box.append(line)
  }
  const more = document.createElement("a")
  more.href = address
  more.textContent = "All letters of this chapter"
  box.append(more)
  box.addEventListener("toggle", ({ newState }) => newState === "closed" && box.remove())
  document.body.append(box)
  box.showPopover()
  const left = Math.min(place.left, innerWidth - box.offsetWidth - 8)
  const below = place.bottom + 6 + box.offsetHeight < innerHeight
  box.style.left = `${Math.max(8, left)}px`
  box.style.top = `${below ? place.bottom + 6 : place.top - 6 - box.offsetHeight}px`
}
